// What this browser keeps for the page, in localStorage. Where there is none, or it is full, the page works
// without: nothing here throws.

const prefix = 'daymark.';

/** The part of Storage that is used, so that tests can bring their own. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

function storage(): Store | null {
  try {
    return window.localStorage;
  } catch {
    return null; // forbidden in this browser
  }
}

export function readKept<Value>(name: string, store: Store | null = storage()): Value | undefined {
  try {
    const text = store?.getItem(prefix + name);
    return text ? (JSON.parse(text) as Value) : undefined;
  } catch {
    return undefined;
  }
}

/** Says whether it is kept; undefined removes it. */
export function keep(name: string, value: unknown, store: Store | null = storage()): boolean {
  try {
    if (value === undefined) store?.removeItem(prefix + name);
    else store?.setItem(prefix + name, JSON.stringify(value));
    return store !== null;
  } catch {
    return false;
  }
}

/** The names that begin so. */
export function keptNames(start: string, store: Store | null = storage()): string[] {
  const names: string[] = [];
  for (let index = 0; index < (store?.length ?? 0); ++index) {
    const name = store?.key(index);
    if (name?.startsWith(prefix + start)) names.push(name.slice(prefix.length));
  }
  return names;
}
