// Entries on their way to the server. Each is stored in this browser, with its idempotency key,
// from before it is sent until the server has answered, so that it arrives exactly once. A change
// made meanwhile is sent after its entry.
import { signal, type ReadonlySignal } from '@preact/signals';
import { nothingSaid } from '../api/types';
import type { EntryPatch, EntryPreview, RecordedEntry } from '../api/types';
import {
  nameOf,
  namesOfAccounts,
  readStored,
  store,
  storedNames,
  type StorageLike,
} from './storage';

export interface OutboxItem {
  key: string;
  accountId: string;
  madeAtMs: number;
  /** The body of the request, as text: with the same key it has to be the same bytes. */
  body: string;
  /** A change of the entry, made before it was sent. */
  after?: EntryPatch;
  /** The entry's id, if only `after` has still to be sent. */
  entryId?: string;
}

const start = 'outbox.';

/** How many entries wait in this browser, of all accounts. */
export const countStored = (storage?: StorageLike): number =>
  namesOfAccounts(start, storage).length;

interface OutboxApi {
  record: (body: string, key: string) => Promise<RecordedEntry>;
  change: (id: string, body: EntryPatch) => Promise<RecordedEntry>;
  isTemporary: (error: unknown) => boolean;
  /** Called with each response. */
  onAnswer: (answer: RecordedEntry) => void;
  /** Called when the server refuses an entry for good. */
  onRefused: (error: unknown, item: OutboxItem) => void;
}

/** The response, or the item if it has to wait for a connection. */
export type RecordResult =
  { answer: RecordedEntry; waiting?: never } | { waiting: OutboxItem; answer?: never };

export interface Outbox {
  waiting: ReadonlySignal<OutboxItem[]>;
  /** Stores the entry and tries to send it. Throws if the server refuses it. */
  add: (accountId: string, draft: EntryPatch, nowMs: number) => Promise<RecordResult>;
  /**
   * Changes an entry that is waiting; undefined then. Returns the id of one that has been sent
   * meanwhile, for the caller to change it, and throws for one that was refused.
   */
  addTo: (key: string, more: EntryPatch) => string | undefined;
  /** Loads the stored entries of an account, also those that another tab has stored since. */
  open: (accountId: string) => void;
  /** Sends the waiting entries, oldest first; returns how many it has sent. */
  flush: () => Promise<number>;
}

export function makeOutbox(api: OutboxApi, makeKey: () => string, storage?: StorageLike): Outbox {
  const waiting = signal<OutboxItem[]>([]);
  const placeOf = (item: OutboxItem) => nameOf(item.accountId, start + item.key);
  const sending = new Map<string, Promise<RecordedEntry>>();
  /** The ids of the entries that were sent, by their keys. */
  const arrivedAs = new Map<string, string>();

  function put(item: OutboxItem): void {
    store(placeOf(item), item, storage);
    const others = waiting.value.filter(({ key }) => key !== item.key);
    waiting.value = [...others, item].sort((a, b) => a.madeAtMs - b.madeAtMs);
  }

  function drop(item: OutboxItem): void {
    store(placeOf(item), undefined, storage);
    waiting.value = waiting.value.filter(({ key }) => key !== item.key);
  }

  /** The item with the changes that another tab has stored. */
  function find(key: string): OutboxItem | undefined {
    const item = waiting.value.find((one) => one.key === key);
    const stored = item && readStored<OutboxItem>(placeOf(item), storage);
    return item && stored?.after
      ? { ...item, ...stored, after: { ...stored.after, ...item.after } }
      : item;
  }

  /** Sends the entry, then its change. */
  async function send(first: OutboxItem): Promise<RecordedEntry> {
    let answer: RecordedEntry | undefined;
    if (!first.entryId) {
      answer = await api.record(first.body, first.key);
      const item = find(first.key) ?? first;
      if (item.after) put({ ...item, entryId: answer.entry.id });
    }
    for (let item = find(first.key); item?.entryId && item.after; item = find(first.key)) {
      const { after } = item;
      const changed = await api.change(item.entryId, after);
      answer = { ...changed, awarded: [...(answer?.awarded ?? []), ...changed.awarded] };
      if (JSON.stringify(find(first.key)?.after) === JSON.stringify(after)) break;
    }
    drop(first);
    const arrived = answer as RecordedEntry;
    arrivedAs.set(first.key, arrived.entry.id);
    return arrived;
  }

  /** Sends an item, or joins the request that is already running for it. */
  function sendOne(item: OutboxItem): Promise<RecordedEntry> {
    let running = sending.get(item.key);
    if (!running) {
      running = send(item)
        .then((answer) => (api.onAnswer(answer), answer))
        .catch((error: unknown) => {
          if (!api.isTemporary(error)) drop(item);
          throw error;
        })
        .finally(() => sending.delete(item.key));
      sending.set(item.key, running);
    }
    return running;
  }

  return {
    waiting,

    async add(accountId, draft, nowMs) {
      const item: OutboxItem = {
        key: makeKey(),
        accountId,
        madeAtMs: nowMs,
        body: JSON.stringify(draft),
      };
      put(item);
      try {
        return { answer: await sendOne(item) };
      } catch (error) {
        if (api.isTemporary(error)) return { waiting: item };
        throw error;
      }
    },

    addTo(key, more) {
      const item = find(key);
      if (!item) {
        const id = arrivedAs.get(key);
        if (!id) throw new Error('the entry was refused');
        return id;
      }
      put({ ...item, after: { ...item.after, ...more } });
      return undefined;
    },

    open(accountId) {
      // What could not be stored is kept too.
      const items = new Map(waiting.value.map((item) => [item.key, item]));
      for (const name of storedNames(nameOf(accountId, start), storage)) {
        const item = readStored<OutboxItem>(name, storage);
        if (item) items.set(item.key, item);
      }
      waiting.value = [...items.values()]
        .filter((item) => item.accountId === accountId)
        .sort((a, b) => a.madeAtMs - b.madeAtMs);
    },

    async flush() {
      let arrived = 0;
      for (const { key } of waiting.value) {
        const item = find(key);
        if (!item) continue;
        const isOthers = sending.has(key); // who sends it tells what becomes of it
        try {
          await sendOne(item);
          if (!isOthers) ++arrived;
        } catch (error) {
          if (api.isTemporary(error)) break;
          if (!isOthers) api.onRefused(error, item);
        }
      }
      return arrived;
    },
  };
}

/** An entry as it will be when it has been sent. */
export function previewOf(item: OutboxItem, day: string): EntryPreview {
  const draft: EntryPatch = { ...(JSON.parse(item.body) as EntryPatch), ...item.after };
  const said = Object.entries(draft).filter(([, value]) => value !== null);
  return {
    ...nothingSaid,
    recorded_at: new Date(item.madeAtMs).toISOString(),
    day,
    ...(Object.fromEntries(said) as Partial<EntryPreview>),
  };
}
