// Deletions that can be undone: the item is hidden at once, and deleted some seconds later or when
// the page closes. Until then the deletion is stored in this browser.
import { isTemporary, problemOf } from '../api/http';
import { t } from '../i18n';
import { store, storedNames } from './storage';
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
  /** Sends all of them now. */
  sendAll: () => Promise<void>;
  /** Sends those that an earlier page has stored. */
  resume: (accountId: string) => void;
}

export function makeDeletions<Item>(options: DeletionOptions<Item>): Deletions {
  const timers = new Map<string, { timer: number; toast: number; name: string }>();

  async function send(id: string, name: string): Promise<void> {
    const running = timers.get(id);
    if (running) dismissToast(running.toast);
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
      const name = `deletion.${options.name}.${accountId}.${id}`;
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

    async sendAll() {
      await Promise.all(
        [...timers].map(([id, { timer, name }]) => (clearTimeout(timer), send(id, name))),
      );
    },

    resume(accountId) {
      const start = `deletion.${options.name}.${accountId}.`;
      for (const name of storedNames(start)) {
        const id = name.slice(start.length);
        options.updates.delete(id);
        void send(id, name);
      }
    },
  };
}
