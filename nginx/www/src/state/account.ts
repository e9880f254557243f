// The account that is signed in, and its local time. When the session ends, the page stays as it is
// and waits below a dialog until the same account is signed in again.
import { batch, computed, signal } from '@preact/signals';
import * as api from '../api/client';
import { problemOf, serverNow, onSessionEnd } from '../api/http';
import type { Account } from '../api/types';
import { dayOf, localTime } from '../days/days';
import { browserLanguage, language } from '../i18n';
import { store, readStored } from './storage';

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
  // loadAccount() sends no request without it.
  store('signed-in', true);
}

/** Keeps `today` and `hourNow` current. */
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
    // A reload clears what the page holds of the other account.
    store('signed-in', true);
    location.reload();
    return;
  }
  setAccount(next);
  if (before) finishWait(true);
}

/** Ends the wait for a new sign-in; the waiting requests fail. */
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

/** Makes the page as it is when nobody is signed in. */
export function clearAccount(): void {
  store('signed-in', undefined);
  batch(() => {
    account.value = null;
    language.value = browserLanguage();
  });
  if (location.hash) history.replaceState(null, '', location.pathname);
}
