// What belongs to an account is forgotten with it, and nothing else is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  closeStorage,
  forget,
  nameOf,
  namesOfAccounts,
  readStored,
  store,
} from '../src/state/storage';
import { Memory } from './memory';

/** Drafts and waiting entries of the accounts 1 and 11, and a preference. */
function fill(): Memory {
  const memory = new Memory();
  for (const id of ['1', '11']) {
    store(nameOf(id, 'draft.note'), 'Half a thought', memory);
    store(nameOf(id, 'outbox.k.1'), {}, memory);
  }
  store('theme', 'dark', memory);
  memory.setItem('neighbour.account.1.draft.note', 'theirs');
  return memory;
}

const namesIn = (memory: Memory) => [...memory.items.keys()].sort();

test('an account is forgotten whole, and nothing besides', () => {
  const memory = fill();
  forget('1', '', memory);
  assert.deepEqual(namesIn(memory), [
    'daymark.account.11.draft.note',
    'daymark.account.11.outbox.k.1',
    'daymark.theme',
    'neighbour.account.1.draft.note',
  ]);
});

test('all others are forgotten, or a part of what is theirs', () => {
  const memory = fill();
  forget((id) => id !== '1', 'draft.', memory);
  assert.deepEqual(
    namesOfAccounts('', memory).map(({ accountId, name }) => [accountId, name]),
    [
      ['1', 'account.1.draft.note'],
      ['1', 'account.1.outbox.k.1'],
      ['11', 'account.11.outbox.k.1'],
    ],
  );
  forget((id) => id !== '1', '', memory);
  assert.equal(namesOfAccounts('', memory).length, 2);
});

test('what is closed takes nothing of an account any more, and still removes', () => {
  const memory = fill();
  closeStorage();
  assert.equal(store(nameOf('1', 'draft.title'), 'Late', memory), false);
  assert.ok(store('theme', 'light', memory));
  assert.ok(store(nameOf('1', 'draft.note'), undefined, memory));
  assert.equal(readStored(nameOf('1', 'draft.title'), memory), undefined);
  assert.equal(readStored(nameOf('1', 'draft.note'), memory), undefined);
});
