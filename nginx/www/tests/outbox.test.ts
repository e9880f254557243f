// An entry arrives exactly once, whatever happens to the connection.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry, EntryPatch, RecordedEntry } from '../src/api/types';
import type { StorageLike } from '../src/state/storage';
import { countStored, makeOutbox, previewOf, type Outbox } from '../src/state/outbox';
import { Memory } from './memory';

class Offline extends Error {}
class Refused extends Error {}

/** A server that knows idempotency keys. */
class Server {
  isOnline = true;
  /** The request is processed, but there is no response. */
  losesAnswers = false;
  refuses = false;
  readonly bodies = new Map<string, string>();
  readonly changes: [string, EntryPatch][] = [];
  readonly refusals: string[] = [];
  requests = 0;

  answer(id: string): RecordedEntry {
    return {
      entry: { id } as Entry,
      streak: 1,
      longest_streak: 1,
      logged_today: true,
      streak_expires_at: null,
      compared_with: 0,
      awarded: [],
    };
  }

  private meet() {
    ++this.requests;
    if (!this.isOnline) throw new Offline();
    if (this.refuses) throw new Refused();
  }

  async record(body: string, key: string) {
    this.meet();
    if (this.bodies.has(key))
      assert.equal(this.bodies.get(key), body, 'the same key has the same body');
    this.bodies.set(key, body);
    if (this.losesAnswers) throw new Offline();
    return this.answer(key);
  }

  async change(id: string, draft: EntryPatch) {
    this.meet();
    this.changes.push([id, draft]);
    return this.answer(id);
  }

  outbox(store: StorageLike): Outbox {
    let keys = this.bodies.size;
    return makeOutbox(
      {
        record: (body, key) => this.record(body, key),
        change: (id, draft) => this.change(id, draft),
        isTemporary: (error) => error instanceof Offline,
        onAnswer: () => undefined,
        onRefused: (_, item) => this.refusals.push(item.key),
      },
      () => `key-${++keys}-${this.requests}`,
      store,
    );
  }
}

/** Adds an entry without a connection; returns its key when the connection is back. */
async function addOffline(server: Server, outbox: Outbox): Promise<string> {
  server.isOnline = false;
  const { waiting } = await outbox.add('1', { rating: 5 }, 1000);
  server.isOnline = true;
  assert.ok(waiting);
  return waiting.key;
}

test('an entry goes out at once, and nothing is kept of it', async () => {
  const server = new Server();
  const store = new Memory();
  const sent = await server.outbox(store).add('1', { rating: 4 }, 1000);
  assert.ok(sent.answer);
  assert.equal(server.bodies.size, 1);
  assert.equal(store.length, 0);
});

test('an entry without a connection waits, and arrives once', async () => {
  const server = new Server();
  const store = new Memory();
  const outbox = server.outbox(store);
  server.isOnline = false;
  const sent = await outbox.add('1', { rating: 4 }, 1000);
  assert.ok(sent.waiting);
  assert.equal(outbox.waiting.value.length, 1);
  server.isOnline = true;
  assert.equal(await outbox.flush(), 1);
  assert.equal(await outbox.flush(), 0);
  assert.equal(server.bodies.size, 1);
  assert.equal(store.length, 0);
});

test('an entry whose answer was lost is sent again with the same key and body', async () => {
  const server = new Server();
  const outbox = server.outbox(new Memory());
  server.losesAnswers = true;
  await outbox.add('1', { rating: 2, recorded_at: '2026-03-10T18:00:00.000Z' }, 1000);
  server.losesAnswers = false;
  assert.equal(await outbox.flush(), 1);
  assert.equal(server.requests, 2);
  assert.equal(server.bodies.size, 1);
});

test('what waits outlives the page, and belongs to its account', async () => {
  const server = new Server();
  const store = new Memory();
  server.isOnline = false;
  await server.outbox(store).add('1', { rating: 5 }, 1000);
  server.isOnline = true;
  const others = server.outbox(store);
  others.open('2');
  assert.equal(await others.flush(), 0);
  assert.equal(countStored(store), 1);
  const own = server.outbox(store);
  own.open('1');
  assert.equal(await own.flush(), 1);
});

test('a note that is added meanwhile goes after its entry', async () => {
  const server = new Server();
  const outbox = server.outbox(new Memory());
  const key = await addOffline(server, outbox);
  outbox.addTo(key, { note: 'Sun at last.' });
  assert.equal(await outbox.flush(), 1);
  assert.deepEqual(server.changes, [[key, { note: 'Sun at last.' }]]);
  assert.equal(outbox.waiting.value.length, 0);
});

test('a note that comes after its entry has arrived is told where that is', async () => {
  const server = new Server();
  const outbox = server.outbox(new Memory());
  const key = await addOffline(server, outbox);
  await outbox.flush();
  assert.equal(outbox.addTo(key, { note: 'Sun at last.' }), key);
  assert.equal(outbox.waiting.value.length, 0);
});

test('a note to an entry that was refused is not taken', async () => {
  const server = new Server();
  const outbox = server.outbox(new Memory());
  const key = await addOffline(server, outbox);
  server.refuses = true;
  await outbox.flush();
  assert.deepEqual(server.refusals, [key]);
  assert.throws(() => outbox.addTo(key, { note: 'Sun at last.' }));
});

test('what one tab adds goes with what another one sends', async () => {
  const server = new Server();
  const store = new Memory();
  const [one, other] = [server.outbox(store), server.outbox(store)];
  const key = await addOffline(server, one);
  other.open('1');
  one.addTo(key, { note: 'Sun at last.' });
  assert.equal(await other.flush(), 1);
  assert.deepEqual(server.changes, [[key, { note: 'Sun at last.' }]]);
  assert.equal(store.length, 0);
});

test('what one tab stores another one can send', async () => {
  const server = new Server();
  const store = new Memory();
  const [one, other] = [server.outbox(store), server.outbox(store)];
  other.open('1');
  await addOffline(server, one);
  assert.equal(await other.flush(), 0);
  other.open('1');
  assert.equal(await other.flush(), 1);
  assert.equal(server.bodies.size, 1);
});

test('opening an outbox again keeps what could not be stored', async () => {
  const server = new Server();
  const full = new Memory();
  full.setItem = () => {
    throw new Error('full');
  };
  const outbox = server.outbox(full);
  await addOffline(server, outbox);
  outbox.open('1');
  assert.equal(outbox.waiting.value.length, 1);
  outbox.open('2');
  assert.equal(outbox.waiting.value.length, 0);
});

test('a flush waits for what is being sent already', async () => {
  const server = new Server();
  const outbox = server.outbox(new Memory());
  const added = outbox.add('1', { rating: 3 }, 1000);
  assert.equal(await outbox.flush(), 0);
  assert.equal(outbox.waiting.value.length, 0);
  assert.ok((await added).answer);
  assert.equal(server.requests, 1);
});

test('two flushes at the same time send once', async () => {
  const server = new Server();
  const outbox = server.outbox(new Memory());
  server.isOnline = false;
  await outbox.add('1', { rating: 1 }, 1000);
  server.isOnline = true;
  server.requests = 0;
  await Promise.all([outbox.flush(), outbox.flush()]);
  assert.equal(server.requests, 1);
});

test('the oldest goes first, and the rest waits when the connection breaks', async () => {
  const server = new Server();
  const outbox = server.outbox(new Memory());
  server.isOnline = false;
  await outbox.add('1', { rating: 1 }, 2000);
  await outbox.add('1', { rating: 2 }, 1000);
  assert.deepEqual(
    outbox.waiting.value.map(({ madeAtMs }) => madeAtMs),
    [1000, 2000],
  );
  assert.equal(await outbox.flush(), 0);
  assert.equal(outbox.waiting.value.length, 2);
});

test('what the server refuses is not kept', async () => {
  const server = new Server();
  const store = new Memory();
  const outbox = server.outbox(store);
  server.refuses = true;
  await assert.rejects(outbox.add('1', { rating: 1 }, 1000), Refused);
  assert.equal(store.length, 0);

  server.refuses = false;
  server.isOnline = false;
  await outbox.add('1', { rating: 1 }, 1000);
  server.isOnline = true;
  server.refuses = true;
  await outbox.flush();
  assert.equal(server.refusals.length, 1);
  assert.equal(outbox.waiting.value.length, 0);
});

test('an entry that waits can be shown', () => {
  const item = {
    key: 'k',
    accountId: '1',
    madeAtMs: 0,
    body: '{"rating":4,"recorded_at":"2026-03-10T18:00:00Z"}',
    after: { note: 'Later.' },
  };
  assert.deepEqual(previewOf(item, '2026-03-10'), {
    mood: '',
    rating: 4,
    note: 'Later.',
    tags: [],
    recorded_at: '2026-03-10T18:00:00Z',
    day: '2026-03-10',
  });
});
