// Deletions that can be undone: the item is hidden at once, and deleted some seconds later or when
// the page closes. Until then the deletion is stored in this browser.
import { isTemporary, problemOf } from '../api/http';
import { t } from '../i18n';
import { nameOf, store, storedNames } from './storage';
import type { OptimisticUpdates } from './optimistic';
import { dismissToast, showToast } from './toasts';

const undoForMs = 7000;

interface DeletionOptions<Item> {
  /** Part of the names under which the deletions are stored. */
  name: string;
  /** Hides the items. */
  updates: OptimisticUpdates<Item>;
  send: (id: string, keepalive: boolean) => Promise<unknown>;
  onDeleted: (id: string) => void;
  onFailed: (id: string) => void;
}

interface Deletions {
  add: (accountId: string, id: string, message: string) => void;
  /** Sends all of them now, also those that an earlier page or another tab has stored. */
  sendAll: (accountId: string) => Promise<void>;
}

export function makeDeletions<Item>(options: DeletionOptions<Item>): Deletions {
  const start = `deletion.${options.name}.`;
  const timers = new Map<string, { timer: number; toast: number; name: string }>();

  async function send(id: string, name: string): Promise<void> {
    const running = timers.get(id);
    if (running) dismissToast(running.toast);
    clearTimeout(running?.timer);
    timers.delete(id);
    try {
      await options.send(id, false);
      options.onDeleted(id);
    } catch (error) {
      const status = problemOf(error)?.status;
      if (status === 401) return; // sent when the account is signed in again
      if (isTemporary(error)) return sendLater(id, name, 0);
      if (status === 404) {
        options.onDeleted(id);
      } else {
        options.updates.settle(id);
        options.onFailed(id);
      }
    }
    store(name, undefined); // the deleted item stays hidden
  }

  function sendLater(id: string, name: string, toast: number): void {
    const timer = window.setTimeout(() => void send(id, name), undoForMs);
    timers.set(id, { timer, toast, name });
  }

  addEventListener('pagehide', () => {
    for (const [id, { timer }] of timers) {
      clearTimeout(timer);
      // Stays stored, as nobody waits for the response: the next page sends it again.
      void options.send(id, true).catch(() => undefined);
    }
  });
  // Back from the back/forward cache: the responses are unknown.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) for (const [id, { name }] of [...timers]) void send(id, name);
  });

  return {
    add(accountId, id, message) {
      const name = nameOf(accountId, start + id);
      store(name, true);
      options.updates.delete(id);
      const undo = () => {
        clearTimeout(timers.get(id)?.timer);
        dismissToast(toast);
        timers.delete(id);
        store(name, undefined);
        options.updates.settle(id);
      };
      const toast = showToast(message, { label: t('common.undo'), run: undo }, undoForMs);
      sendLater(id, name, toast);
    },

    async sendAll(accountId) {
      const storedStart = nameOf(accountId, start);
      const names = new Map([...timers].map(([id, { name }]) => [id, name]));
      for (const name of storedNames(storedStart)) names.set(name.slice(storedStart.length), name);
      for (const id of names.keys()) options.updates.delete(id);
      await Promise.all([...names].map(([id, name]) => send(id, name)));
    },
  };
}
