// What the page stores in this browser, as JSON in localStorage. Without localStorage, or if it is
// full, the page works without: nothing here throws.

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
