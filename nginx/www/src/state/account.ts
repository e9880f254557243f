// The account that is signed in, and its local time. When the session ends, the page stays as it is
// and waits below a dialog until the same account is signed in again. A page that leaves an account
// is loaded anew, so that nothing of it stays on the screen or in memory; the other tabs of the
// browser follow.
import { batch, computed, signal } from '@preact/signals';
import * as api from '../api/client';
import { onOtherAccount, onSessionEnd, problemOf, serverNow, setRequestAccount } from '../api/http';
import type { Account } from '../api/types';
import { dayOf, localTime } from '../days/days';
import { language, type TextKey } from '../i18n';
import { closeStorage, forget, onStored, readStored, store } from './storage';

/** Undefined until it is known, null if nobody is signed in. */
export const account = signal<Account | null | undefined>(undefined);
/** Whether the page waits for a new sign-in. */
export const hasSessionEnded = signal(false);

const minute = signal(Math.floor(Date.now() / 60_000));
export const browserTimeZone = (): string =>
  Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export const timeZone = computed(() => account.value?.time_zone ?? browserTimeZone());
export const today = computed(
  () => (void minute.value, dayOf(serverNow(), timeZone.value, account.value?.day_starts_at ?? 0)),
);
export const hourNow = computed(
  () => (void minute.value, localTime(serverNow(), timeZone.value).hour),
);

/** Keeps `today` and `hourNow` current. */
export function followClock(): void {
  setInterval(() => (minute.value = Math.floor(Date.now() / 60_000)), 5000);
}

// ── The end of a session ──

let endWait: (() => void) | null = null;
let wait: Promise<boolean> | null = null;

onSessionEnd(() => {
  if (!account.value) return Promise.resolve(false);
  wait ??= new Promise((resolve) => {
    endWait = () => resolve(true);
    hasSessionEnded.value = true;
  });
  return wait;
});

function finishWait(): void {
  hasSessionEnded.value = false;
  endWait?.();
  endWait = wait = null;
}

// ── Who is signed in, in all tabs ──

/**
 * Stored under 'signed-in': who signed in last in this browser and has not signed out. Tabs learn
 * from it what another one has done.
 */
interface SignedIn {
  id: string;
  sinceMs: number;
}

export const lastSignedIn = (): string | undefined => readStored<SignedIn>('signed-in')?.id;

const tellTabs = (id: string | undefined): boolean =>
  store('signed-in', id && ({ id, sinceMs: Date.now() } satisfies SignedIn));

/** Follows other tabs, and the server's word that somebody else is signed in. */
export function followTabs(): void {
  const follow = () => {
    const [shown, signedIn] = [account.value?.id, lastSignedIn()];
    if (shown === signedIn) return finishWait();
    if (shown && !signedIn) forget(shown);
    startAnew();
  };
  onStored('signed-in', follow);
  // A page in the back/forward cache is told nothing.
  addEventListener('pageshow', ({ persisted }) => persisted && follow());
  onOtherAccount(() => startAnew());
}

/** Loads the page anew; `farewell` is what it says then. */
function startAnew(farewell?: TextKey): void {
  closeStorage();
  batch(() => {
    account.value = undefined;
    hasSessionEnded.value = false;
  });
  history.replaceState({ farewell }, '', location.pathname);
  location.reload();
}

/** What the page said good-bye with before it was loaded anew. */
export function takeFarewell(): TextKey | undefined {
  const { farewell } = (history.state ?? {}) as { farewell?: TextKey };
  if (farewell) history.replaceState(null, '');
  return farewell;
}

/** Leaves the account: nothing of it stays in this browser, and the other tabs leave it too. */
export function leave(farewell?: TextKey): void {
  if (account.value) forget(account.value.id);
  tellTabs(undefined);
  startAnew(farewell);
}

/** Shows who has just signed in. Of those who were here before nothing stays. */
function enter(next: Account): void {
  const before = account.value;
  if (before?.id !== next.id) forget((id) => id !== next.id);
  tellTabs(next.id);
  if (before && before.id !== next.id) return startAnew();
  setAccount(next);
  finishWait();
}

export function setAccount(next: Account): void {
  setRequestAccount(next.id);
  batch(() => {
    account.value = next;
    language.value = next.language;
  });
}

/** Asks nothing of the server if nobody has signed in in this browser. */
export async function loadAccount(): Promise<void> {
  if (!readStored('signed-in')) {
    account.value = null;
    return;
  }
  try {
    const next = await api.readMyAccount();
    if (next.id !== lastSignedIn()) {
      // By other means than this page: what others have waiting to be sent stays theirs.
      forget((id) => id !== next.id, 'draft.');
      tellTabs(next.id);
    }
    setAccount(next);
  } catch (error) {
    if (problemOf(error)?.status !== 401) throw error;
    if (location.hash) history.replaceState(null, '', location.pathname);
    account.value = null;
  }
}

export async function signUp(username: string, password: string): Promise<void> {
  enter(
    await api.signUp({
      username,
      password,
      language: language.value,
      time_zone: browserTimeZone(),
    }),
  );
}

export async function signIn(username: string, password: string): Promise<void> {
  enter(await api.signIn(username, password));
}

export async function signOut(): Promise<void> {
  try {
    await api.signOut();
  } catch (error) {
    const { code, status } = problemOf(error) ?? {};
    if (code === 'other-account') return startAnew();
    if (status !== 401) throw error;
  }
  leave();
}
