// Optimistic updates.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeOptimisticUpdates } from '../src/state/optimistic';

interface Item {
  id: string;
  title: string;
  done: boolean;
}

const items: Item[] = [
  { id: '1', title: 'Water the fern', done: false },
  { id: '2', title: 'Call', done: false },
];

test('a change is shown until it is settled, and the item stays as it was', () => {
  const updates = makeOptimisticUpdates<Item>();
  assert.equal(updates.apply(items), items);
  updates.change('1', { done: true });
  assert.deepEqual(
    updates.apply(items).map(({ done }) => done),
    [true, false],
  );
  assert.equal(items[0]?.done, false);
  updates.settle('1', { done: true });
  assert.equal(updates.apply(items), items);
});

test('what was changed again stays when the first change is settled', () => {
  const updates = makeOptimisticUpdates<Item>();
  updates.change('1', { title: 'Water', done: true });
  updates.change('1', { done: false });
  updates.settle('1', { title: 'Water', done: true });
  assert.deepEqual(updates.changeOf('1'), { done: false });
  updates.settle('1');
  assert.equal(updates.changeOf('1'), undefined);
});

test('a deletion hides the item, whatever is settled, until it is undone', () => {
  const updates = makeOptimisticUpdates<Item>();
  updates.change('2', { done: true });
  updates.delete('2');
  updates.settle('2', { done: true });
  assert.deepEqual(
    updates.apply(items).map(({ id }) => id),
    ['1'],
  );
  updates.settle('2');
  assert.equal(updates.apply(items).length, 2);
});
