// The entries that the page knows, newest first, with the figures of the last answer; and the only way to
// record, change and delete any. `revision` counts what has changed on the server, for views that show
// something else of it.
import { computed, effect, signal, untracked } from '@preact/signals';
import * as api from '../api/client';
import { isTemporary, problemOf, serverNow } from '../api/http';
import type { Entry, EntryPatch, EntryPage, Figures, RecordedEntry } from '../api/types';
import { count, t } from '../i18n';
import { account, today } from './account';
import { makeDeletions } from './deletions';
import { makeOptimisticUpdates } from './optimistic';
import { makeOutbox, type Sent } from './outbox';
import { celebrate, showToast } from './toasts';

const firstPage = 50;

export const figures = signal<Figures | null>(null);
export const revision = signal(0);
/** What went wrong when the first page was loaded. */
export const trouble = signal<unknown>(null);

const known = signal<Entry[]>([]);
const nextCursor = signal<string | undefined>(undefined);
export const isLoaded = signal(false);
export const hasOlder = computed(() => nextCursor.value !== undefined);
/** Known entries reach back to here; null is the beginning. */
export const knownFrom = computed(() => (hasOlder.value ? known.value.at(-1)?.day : null));

export const entryUpdates = makeOptimisticUpdates<Entry>();
export const entryDeletions = makeDeletions({
  name: 'moods',
  updates: entryUpdates,
  send: (id, keepalive) => api.deleteMood(id, keepalive),
  sent: (id) => {
    known.value = known.value.filter((entry) => entry.id !== id);
    void refreshFigures();
  },
  failed: () => showToast(t('entry.delete.failed')),
});

/** Without those that are about to be deleted. */
export const entries = computed(() => entryUpdates.apply(known.value));
export const entriesToday = computed(() => entries.value.filter(({ day }) => day === today.value));

const newestFirst = (a: Entry, b: Entry) =>
  a.day !== b.day
    ? a.day < b.day
      ? 1
      : -1
    : Date.parse(b.recorded_at) - Date.parse(a.recorded_at) || Number(BigInt(b.id) - BigInt(a.id));

const figuresOf = ({
  streak,
  longest_streak,
  logged_today,
  streak_expires_at,
  percentile,
  compared_with,
}: Figures): Figures => ({
  streak,
  longest_streak,
  logged_today,
  streak_expires_at,
  percentile,
  compared_with,
});

function take(page: EntryPage, isFirst: boolean): void {
  figures.value = figuresOf(page);
  const others = isFirst
    ? []
    : known.value.filter(({ id }) => !page.moods.some((entry) => entry.id === id));
  known.value = [...others, ...page.moods].sort(newestFirst);
  nextCursor.value = page.next_cursor;
}

/** The newest entries, in place of all that was known. */
export async function load(early?: Promise<EntryPage>): Promise<void> {
  trouble.value = null;
  try {
    take(await (early ?? api.listMoods({ limit: firstPage })), true);
    isLoaded.value = true;
  } catch (error) {
    trouble.value = error;
  }
}

export async function loadOlder(): Promise<void> {
  if (!nextCursor.value) return;
  take(await api.listMoods({ limit: firstPage, cursor: nextCursor.value }), false);
}

export async function refreshFigures(): Promise<void> {
  ++revision.value;
  try {
    figures.value = figuresOf(await api.listMoods({ limit: 1 }));
  } catch {
    // What is shown was true a moment ago; the next answer brings it again.
  }
}

/** Puts an answer of the server where everybody sees it. */
function arrived(answer: RecordedEntry): void {
  const { entry } = answer;
  const others = known.value.filter(({ id }) => id !== entry.id);
  const reachesBack =
    nextCursor.value === undefined ||
    others.length === 0 ||
    entry.day >= (others.at(-1)?.day ?? '');
  known.value = reachesBack ? [...others, entry].sort(newestFirst) : others;
  figures.value = figuresOf(answer);
  ++revision.value;
  celebrate(answer.awarded);
  // Other entries of the run carry other streaks now.
  if (entry.day !== today.value) void reloadQuietly();
}

async function reloadQuietly(): Promise<void> {
  if (nextCursor.value === undefined || known.value.length <= firstPage) {
    try {
      take(await api.listMoods({ limit: firstPage }), true);
    } catch {
      // As above.
    }
  }
}

// ── Record ──

export const outbox = makeOutbox(
  {
    record: api.recordMood,
    change: (id, body) => api.changeMood(id, body),
    // Whoever gives up a session keeps what waits for it.
    isTemporary: (error) => isTemporary(error) || problemOf(error)?.status === 401,
    arrived,
    refused: (error) => showToast(t('outbox.refused', { reason: reasonOf(error) })),
  },
  api.makeIdempotencyKey,
);

function reasonOf(error: unknown): string {
  const problem = problemOf(error);
  return problem ? (problem.faults[0]?.detail ?? problem.detail) : t('error.unknown');
}

/**
 * Now, or on `day`. Says when it happened, by the server's clock, so that what is sent tomorrow still belongs
 * to today. Throws what the server refuses; what it cannot be asked waits.
 */
export async function record(draft: EntryPatch, day?: string): Promise<Sent> {
  const owner = account.value;
  if (!owner) throw new Error('nobody is signed in');
  const now = serverNow();
  const when = day && day !== today.value ? { day } : { recorded_at: new Date(now).toISOString() };
  return outbox.add(owner.id, { ...draft, ...when }, now);
}

// ── Change ──

/** Puts what was changed on the server where everybody sees it. */
export function showChanged(answer: RecordedEntry): void {
  arrived(answer);
  void reloadQuietly();
}

/** Adds to an entry that was just recorded, has waited, or still waits. */
export async function addTo(sent: Sent, more: EntryPatch): Promise<void> {
  const id = sent.answer ? sent.answer.entry.id : outbox.addTo(sent.waiting.key, more);
  if (id) showChanged(await api.changeMood(id, more));
}

// ── Delete ──

/** Hides the entry, and deletes it after a while if nobody wants it back. */
export function remove(entry: Entry): void {
  entryDeletions.add(account.value?.id ?? '', entry.id, t('entry.deleted'));
}

// ── When things are sent ──

const retryEveryMs = 20_000;
/** By so much the server's day may begin later than the page's. */
const nextDayAfterMs = 6000;

export async function flush(): Promise<void> {
  const arrivedNow = await outbox.flush();
  if (arrivedNow > 0) showToast(count('outbox.sent', arrivedNow));
}

/** Follows the account: its entries, what waits for it, what it has deleted. */
export function followAccount(early?: Promise<EntryPage>): void {
  let first = early;
  let owner: string | undefined;
  effect(() => {
    const id = account.value?.id;
    if (account.value === null) first = undefined; // it was nobody's
    if (id === owner) return;
    owner = id;
    untracked(() => {
      known.value = [];
      nextCursor.value = undefined;
      figures.value = null;
      isLoaded.value = false;
      if (!id) return;
      outbox.open(id);
      entryDeletions.resume(id);
      void load(first).then(flush);
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
