// The newest entries of the account, and the figures of the last response; records, changes and
// deletes entries. `revision` counts the changes on the server: views that load other data depend
// on it.
import { computed, effect, signal, untracked } from '@preact/signals';
import * as api from '../api/client';
import { isTemporary, problemOf, serverNow } from '../api/http';
import type { Entry, EntryPatch, EntryPage, Figures, RecordedEntry } from '../api/types';
import { count, t } from '../i18n';
import { account, today } from './account';
import { makeDeletions } from './deletions';
import { makeOptimisticUpdates } from './optimistic';
import { makeOutbox, type RecordResult } from './outbox';
import { celebrate, showToast } from './toasts';

const pageLimit = 50;

export const figures = signal<Figures | null>(null);
export const revision = signal(0);
/** The error of loading the first page. */
export const loadError = signal<unknown>(null);

const loadedEntries = signal<Entry[]>([]);
const nextCursor = signal<string | undefined>(undefined);
export const isLoaded = signal(false);
export const hasOlder = computed(() => nextCursor.value !== undefined);
/** The day of the oldest loaded entry; null if all are loaded. */
export const loadedFrom = computed(() => (hasOlder.value ? loadedEntries.value.at(-1)?.day : null));

export const entryUpdates = makeOptimisticUpdates<Entry>();
export const entryDeletions = makeDeletions({
  name: 'moods',
  updates: entryUpdates,
  send: (id, keepalive) => api.deleteMood(id, keepalive),
  onDeleted: (id) => {
    loadedEntries.value = loadedEntries.value.filter((entry) => entry.id !== id);
    void refreshFigures();
  },
  onFailed: () => showToast(t('entry.delete.failed')),
});

/** Without those that are being deleted. */
export const entries = computed(() => entryUpdates.apply(loadedEntries.value));
export const entriesToday = computed(() => entries.value.filter(({ day }) => day === today.value));

const newestFirst = (a: Entry, b: Entry) =>
  a.day !== b.day
    ? a.day < b.day
      ? 1
      : -1
    : Date.parse(b.recorded_at) - Date.parse(a.recorded_at) || Number(BigInt(b.id) - BigInt(a.id));

function addPage(page: EntryPage, isFirst: boolean): void {
  figures.value = page;
  const others = isFirst
    ? []
    : loadedEntries.value.filter(({ id }) => !page.moods.some((entry) => entry.id === id));
  loadedEntries.value = [...others, ...page.moods].sort(newestFirst);
  nextCursor.value = page.next_cursor;
}

/** The page of `ask`, which is called again if a change came meanwhile: the page may lack it. */
async function upToDate(ask: () => Promise<EntryPage>, first = ask()): Promise<EntryPage> {
  for (let asked = first; ; asked = ask()) {
    const before = revision.peek();
    const page = await asked;
    if (revision.peek() === before) return page;
  }
}

const askNewest = () => api.listMoods({ limit: pageLimit });

/** Loads the newest entries, in place of all others. */
export async function load(preloaded?: Promise<EntryPage>): Promise<void> {
  loadError.value = null;
  try {
    addPage(await upToDate(askNewest, preloaded), true);
    isLoaded.value = true;
  } catch (error) {
    loadError.value = error;
  }
}

export async function loadOlder(): Promise<void> {
  const cursor = nextCursor.value;
  if (!cursor) return;
  addPage(await upToDate(() => api.listMoods({ limit: pageLimit, cursor })), false);
}

export async function refreshFigures(): Promise<void> {
  const asked = ++revision.value;
  try {
    const page = await api.listMoods({ limit: 1 });
    if (asked === revision.peek()) figures.value = page;
  } catch {
    // The figures shown stay until the next response.
  }
}

/** Applies a response to all that is shown. */
function applyAnswer(answer: RecordedEntry): void {
  const { entry } = answer;
  const others = loadedEntries.value.filter(({ id }) => id !== entry.id);
  const reachesBack =
    nextCursor.value === undefined ||
    others.length === 0 ||
    entry.day >= (others.at(-1)?.day ?? '');
  loadedEntries.value = reachesBack ? [...others, entry].sort(newestFirst) : others;
  figures.value = answer;
  ++revision.value;
  celebrate(answer.awarded);
  // The streaks of later entries may have changed.
  if (entry.day !== today.value) void refresh();
}

async function refresh(): Promise<void> {
  if (nextCursor.value === undefined || loadedEntries.value.length <= pageLimit) {
    try {
      addPage(await upToDate(askNewest), true);
    } catch {
      // The entries shown stay.
    }
  }
}

// ── Record ──

export const outbox = makeOutbox(
  {
    record: api.recordMood,
    change: (id, body) => api.changeMood(id, body),
    // After 401 the entry waits for the next sign-in.
    isTemporary: (error) => isTemporary(error) || problemOf(error)?.status === 401,
    onAnswer: applyAnswer,
    onRefused: (error) => showToast(t('outbox.refused', { reason: reasonOf(error) })),
  },
  api.makeIdempotencyKey,
);

function reasonOf(error: unknown): string {
  const problem = problemOf(error);
  return problem ? (problem.faults[0]?.detail ?? problem.detail) : t('error.unknown');
}

/**
 * Records an entry now, or for `day`. It has a time of its own, by the server's clock, so that it
 * belongs to today even if it is sent tomorrow. Throws if the server refuses it; without a
 * connection it waits.
 */
export async function recordEntry(draft: EntryPatch, day?: string): Promise<RecordResult> {
  const owner = account.value;
  if (!owner) throw new Error('nobody is signed in');
  const now = serverNow();
  const when = day && day !== today.value ? { day } : { recorded_at: new Date(now).toISOString() };
  return outbox.add(owner.id, { ...draft, ...when }, now);
}

// ── Change ──

/** Applies the response to a change of an entry. */
export function showChangedEntry(answer: RecordedEntry): void {
  applyAnswer(answer);
  void refresh();
}

/** Changes an entry that was just recorded, whether it was sent or is waiting. */
export async function addToEntry(recorded: RecordResult, more: EntryPatch): Promise<void> {
  const id = recorded.answer ? recorded.answer.entry.id : outbox.addTo(recorded.waiting.key, more);
  if (id) showChangedEntry(await api.changeMood(id, more));
}

// ── Delete ──

/** Hides the entry and, unless it is undone, deletes it some seconds later. */
export function deleteEntry(entry: Entry): void {
  entryDeletions.add(account.value?.id ?? '', entry.id, t('entry.deleted'));
}

// ── When things are sent ──

const retryEveryMs = 20_000;
/** The server's day may begin this much later than the page's. */
const nextDayAfterMs = 6000;

export async function flush(): Promise<void> {
  const sentCount = await outbox.flush();
  if (sentCount > 0) showToast(count('outbox.sent', sentCount));
}

/**
 * Loads the entries when an account is signed in, and sends what is stored for it. `preloaded`: its
 * first page, if it is the one that was expected.
 */
export function followAccount(expected?: string, preloaded?: Promise<EntryPage>): void {
  let first = preloaded;
  let owner: string | undefined;
  effect(() => {
    const id = account.value?.id;
    if (account.value === null) first = undefined; // it was requested without a session
    if (id === owner) return;
    owner = id;
    untracked(() => {
      loadedEntries.value = [];
      nextCursor.value = undefined;
      figures.value = null;
      isLoaded.value = false;
      if (!id) return;
      outbox.open(id);
      void entryDeletions.sendAll(id);
      void load(id === expected ? first : undefined).then(flush);
      first = undefined;
    });
  });
  let day = today.peek();
  effect(() => {
    if (today.value === day) return;
    day = today.value;
    setTimeout(() => account.value && void refreshFigures(), nextDayAfterMs);
  });
  addEventListener('online', () => void flush());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void flush();
  });
  setInterval(() => {
    if (account.value && outbox.waiting.value.length > 0) void flush();
  }, retryEveryMs);
}
