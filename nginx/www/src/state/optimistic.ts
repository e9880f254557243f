// Optimistic updates: changes that are shown before the server has answered. They are kept apart
// from the items, which stay as the server has sent them, so that a refusal needs no undo.
import { signal } from '@preact/signals';

export interface OptimisticUpdates<Item> {
  /** The items as they are to be shown: with the changes, and without the deleted ones. */
  apply: (items: Item[]) => Item[];
  /** The pending change of an item; undefined if there is none. */
  changeOf: (id: string) => Partial<Item> | undefined;
  change: (id: string, change: Partial<Item>) => void;
  delete: (id: string) => void;
  /**
   * Removes the update of an item. With `change`, only of the fields in it, and not of those that
   * have been changed again since; a deletion stays.
   */
  settle: (id: string, change?: Partial<Item>) => void;
}

export function makeOptimisticUpdates<Item extends { id: string }>(): OptimisticUpdates<Item> {
  /** By the items' ids; null is a deletion. */
  const updates = signal<ReadonlyMap<string, Partial<Item> | null>>(new Map());

  function set(id: string, update: Partial<Item> | null | undefined): void {
    const next = new Map(updates.peek());
    if (update === undefined) next.delete(id);
    else next.set(id, update);
    updates.value = next;
  }

  return {
    apply: (items) =>
      updates.value.size === 0
        ? items
        : items.flatMap((item) => {
            const update = updates.value.get(item.id);
            return update === null ? [] : update ? [{ ...item, ...update }] : [item];
          }),

    changeOf: (id) => updates.value.get(id) ?? undefined,
    change: (id, change) => set(id, { ...updates.peek().get(id), ...change }),
    delete: (id) => set(id, null),

    settle(id, change) {
      const update = updates.peek().get(id);
      if (!change) return set(id, undefined);
      if (!update) return;
      const left = Object.entries(update).filter(
        ([name, value]) => value !== change[name as keyof Item],
      );
      set(id, left.length > 0 ? (Object.fromEntries(left) as Partial<Item>) : undefined);
    },
  };
}
