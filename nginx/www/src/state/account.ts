// Who is signed in, and what day it is for them. Also what happens when the session ends: whoever was at
// work signs in above the page, and everything goes on below it.
import { batch, computed, signal } from '@preact/signals';
import * as api from '../api/client';
import { problemOf, serverNow, whenSessionEnds } from '../api/http';
import type { Account } from '../api/types';
import { dayOf, localTime } from '../days/days';
import { browserLanguage, language } from '../i18n';
import { keep, readKept } from './kept';

/** Undefined is not known yet, null is nobody. */
export const account = signal<Account | null | undefined>(undefined);
/** Whether the page waits for its account to sign in again. */
export const hasSessionEnded = signal(false);

const minute = signal(Math.floor(Date.now() / 60_000));
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export const zone = computed(() => account.value?.time_zone ?? browserZone());
export const today = computed(
  () => (void minute.value, dayOf(serverNow(), zone.value, account.value?.day_starts_at ?? 0)),
);
export const hourNow = computed(() => (void minute.value, localTime(serverNow(), zone.value).hour));

let settle: ((isSameAccount: boolean) => void) | null = null;
let waiting: Promise<boolean> | null = null;

whenSessionEnds(() => {
  if (!account.value) return Promise.resolve(false);
  waiting ??= new Promise((resolve) => {
    settle = resolve;
    hasSessionEnded.value = true;
  });
  return waiting;
});

function endWaiting(isSameAccount: boolean): void {
  hasSessionEnded.value = false;
  settle?.(isSameAccount);
  settle = waiting = null;
}

export function setAccount(next: Account): void {
  batch(() => {
    account.value = next;
    language.value = next.language;
  });
  // Whoever has never signed in here need not ask the server.
  keep('signed-in', true);
}

/** Notices when another day begins. */
export function keepTime(): void {
  setInterval(() => (minute.value = Math.floor(Date.now() / 60_000)), 5000);
}

export async function start(): Promise<void> {
  if (!readKept('signed-in')) {
    account.value = null;
    return;
  }
  try {
    setAccount(await api.readMyAccount());
  } catch (error) {
    if (problemOf(error)?.status !== 401) throw error;
    forget();
  }
}

export async function signUp(username: string, password: string): Promise<void> {
  setAccount(
    await api.signUp({ username, password, language: language.value, time_zone: browserZone() }),
  );
}

export async function signIn(username: string, password: string): Promise<void> {
  const before = account.value;
  const next = await api.signIn(username, password);
  if (before && before.id !== next.id) {
    // Nothing of one person is shown to another.
    keep('signed-in', true);
    location.reload();
    return;
  }
  setAccount(next);
  if (before) endWaiting(true);
}

/** Leaves what was being done to whoever signs in next. */
export function giveUpSession(): void {
  endWaiting(false);
  forget();
}

export async function signOut(): Promise<void> {
  try {
    await api.signOut();
  } catch (error) {
    if (problemOf(error)?.status !== 401) throw error;
  }
  forget();
}

/** Nobody is signed in any more; whatever the page knew is gone with it. */
export function forget(): void {
  keep('signed-in', undefined);
  batch(() => {
    account.value = null;
    language.value = browserLanguage();
  });
  if (location.hash) history.replaceState(null, '', location.pathname);
}
