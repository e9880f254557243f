// Who is signed in, and what day it is for them. Also what happens when the session ends: whoever was at
// work signs in above the page, and everything goes on below it.
import { batch, computed, signal } from '@preact/signals';
import * as api from '../api/client';
import { problemOf, serverNow, onSessionEnd } from '../api/http';
import type { Account } from '../api/types';
import { dayOf, localTime } from '../days/days';
import { browserLanguage, language } from '../i18n';
import { store, readStored } from './storage';

/** Undefined is not known yet, null is nobody. */
export const account = signal<Account | null | undefined>(undefined);
/** Whether the page waits for its account to sign in again. */
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

let endWait: ((isSameAccount: boolean) => void) | null = null;
let wait: Promise<boolean> | null = null;

onSessionEnd(() => {
  if (!account.value) return Promise.resolve(false);
  wait ??= new Promise((resolve) => {
    endWait = resolve;
    hasSessionEnded.value = true;
  });
  return wait;
});

function finishWait(isSameAccount: boolean): void {
  hasSessionEnded.value = false;
  endWait?.(isSameAccount);
  endWait = wait = null;
}

export function setAccount(next: Account): void {
  batch(() => {
    account.value = next;
    language.value = next.language;
  });
  // Whoever has never signed in here need not ask the server.
  store('signed-in', true);
}

/** Notices when another day begins. */
export function followClock(): void {
  setInterval(() => (minute.value = Math.floor(Date.now() / 60_000)), 5000);
}

export async function loadAccount(): Promise<void> {
  if (!readStored('signed-in')) {
    account.value = null;
    return;
  }
  try {
    setAccount(await api.readMyAccount());
  } catch (error) {
    if (problemOf(error)?.status !== 401) throw error;
    clearAccount();
  }
}

export async function signUp(username: string, password: string): Promise<void> {
  setAccount(
    await api.signUp({
      username,
      password,
      language: language.value,
      time_zone: browserTimeZone(),
    }),
  );
}

export async function signIn(username: string, password: string): Promise<void> {
  const before = account.value;
  const next = await api.signIn(username, password);
  if (before && before.id !== next.id) {
    // Nothing of one person is shown to another.
    store('signed-in', true);
    location.reload();
    return;
  }
  setAccount(next);
  if (before) finishWait(true);
}

/** Leaves what was being done to whoever signs in next. */
export function giveUpSession(): void {
  finishWait(false);
  clearAccount();
}

export async function signOut(): Promise<void> {
  try {
    await api.signOut();
  } catch (error) {
    if (problemOf(error)?.status !== 401) throw error;
  }
  clearAccount();
}

/** Nobody is signed in any more; whatever the page knew is gone with it. */
export function clearAccount(): void {
  store('signed-in', undefined);
  batch(() => {
    account.value = null;
    language.value = browserLanguage();
  });
  if (location.hash) history.replaceState(null, '', location.pathname);
}
