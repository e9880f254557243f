// What the page stores in this browser, as JSON in localStorage. Without localStorage, or if it is
// full, the page works without: nothing here throws. What belongs to an account has a name that
// begins with it, so that it can be forgotten.

const prefix = 'daymark.';

/** The part of Storage that is used; tests have their own. */
export type StorageLike = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

function browserStorage(): StorageLike | null {
  try {
    return window.localStorage;
  } catch {
    return null; // disabled by the user
  }
}

/** The name of what belongs to an account. */
export const nameOf = (accountId: string, name: string): string => `account.${accountId}.${name}`;

let isClosed = false;
/** Nothing of an account is stored any more: it is left, and requests that are running go on. */
export function closeStorage(): void {
  isClosed = true;
}

export function readStored<Value>(
  name: string,
  storage: StorageLike | null = browserStorage(),
): Value | undefined {
  try {
    const text = storage?.getItem(prefix + name);
    return text ? (JSON.parse(text) as Value) : undefined;
  } catch {
    return undefined;
  }
}

/** Stores a value; undefined removes it. */
export function store(
  name: string,
  value: unknown,
  storage: StorageLike | null = browserStorage(),
): boolean {
  try {
    if (value === undefined) storage?.removeItem(prefix + name);
    else if (isClosed && name.startsWith('account.')) return false;
    else storage?.setItem(prefix + name, JSON.stringify(value));
    return storage !== null;
  } catch {
    return false;
  }
}

/** The stored names that begin with `start`. */
export function storedNames(
  start: string,
  storage: StorageLike | null = browserStorage(),
): string[] {
  const names: string[] = [];
  for (let index = 0; index < (storage?.length ?? 0); ++index) {
    const name = storage?.key(index);
    if (name?.startsWith(prefix + start)) names.push(name.slice(prefix.length));
  }
  return names;
}

/** The names of what belongs to any account, by what follows the account in them. */
export function namesOfAccounts(
  start: string,
  storage: StorageLike | null = browserStorage(),
): { accountId: string; name: string }[] {
  return storedNames('account.', storage).flatMap((name) => {
    const [, accountId = '', rest = ''] = /^account\.([^.]*)\.(.*)$/s.exec(name) ?? [];
    return rest.startsWith(start) ? [{ accountId, name }] : [];
  });
}

/** Removes what belongs to an account, or to those chosen, and is named as `start` begins. */
export function forget(
  account: string | ((accountId: string) => boolean),
  start = '',
  storage: StorageLike | null = browserStorage(),
): void {
  for (const { accountId, name } of namesOfAccounts(start, storage)) {
    if (typeof account === 'string' ? accountId === account : account(accountId))
      store(name, undefined, storage);
  }
}

/** Calls `run` when another tab has stored or removed the value, or all values. */
export function onStored(name: string, run: () => void): void {
  addEventListener('storage', ({ key }) => {
    if (key === prefix + name || key === null) run();
  });
}
