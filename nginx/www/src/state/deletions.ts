// Deletions that can still be undone. What is deleted is hidden at once and really deleted some seconds
// later, or when the page closes. It is written down meanwhile, so that nothing comes back by accident.
import { signal, type ReadonlySignal } from '@preact/signals';
import { isTemporary, problemOf } from '../api/http';
import { t } from '../i18n';
import { keep, keptNames } from './kept';
import { dismiss, showToast } from './toasts';

const undoForMs = 7000;

interface DeletionsOf {
  /** Of what, for the names under which it is written down. */
  name: string;
  send: (id: string, keepalive: boolean) => Promise<unknown>;
  sent: (id: string) => void;
  failed: (id: string) => void;
}

interface Deletions {
  pending: ReadonlySignal<ReadonlySet<string>>;
  add: (accountId: string, id: string, told: string) => void;
  /** Sends all of them now, before somebody signs out. */
  commitAll: () => Promise<void>;
  /** Sends what an earlier page has left. */
  resume: (accountId: string) => void;
}

export function makeDeletions(of: DeletionsOf): Deletions {
  const pending = signal<ReadonlySet<string>>(new Set());
  const timers = new Map<string, { timer: number; toast: number; name: string }>();

  function settle(id: string, name: string): void {
    keep(name, undefined);
    timers.delete(id);
    const left = new Set(pending.value);
    left.delete(id);
    pending.value = left;
  }

  async function commit(id: string, name: string): Promise<void> {
    const running = timers.get(id);
    if (running) dismiss(running.toast);
    timers.delete(id);
    try {
      await of.send(id, false);
      of.sent(id);
    } catch (error) {
      const status = problemOf(error)?.status;
      if (status === 401) return; // when its owner is back
      if (isTemporary(error)) return void retryLater(id, name);
      if (status === 404) of.sent(id);
      else of.failed(id);
    }
    settle(id, name);
  }

  function retryLater(id: string, name: string): void {
    timers.set(id, {
      timer: window.setTimeout(() => void commit(id, name), undoForMs),
      toast: 0,
      name,
    });
  }

  addEventListener('pagehide', () => {
    for (const [id, { timer }] of timers) {
      clearTimeout(timer);
      // Written down until an answer says that it is done: the next page sends it again.
      void of.send(id, true).catch(() => undefined);
    }
  });
  // Back from the browser's cache of pages: the answers are unknown.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) for (const [id, { name }] of [...timers]) void commit(id, name);
  });

  return {
    pending,

    add(accountId, id, told) {
      const name = `deletion.${of.name}.${accountId}.${id}`;
      keep(name, true);
      pending.value = new Set([...pending.value, id]);
      const undo = () => {
        clearTimeout(timers.get(id)?.timer);
        dismiss(toast);
        settle(id, name);
      };
      const toast = showToast(told, { label: t('common.undo'), run: undo }, undoForMs);
      timers.set(id, {
        timer: window.setTimeout(() => void commit(id, name), undoForMs),
        toast,
        name,
      });
    },

    async commitAll() {
      await Promise.all(
        [...timers].map(([id, { timer, name }]) => (clearTimeout(timer), commit(id, name))),
      );
    },

    resume(accountId) {
      const start = `deletion.${of.name}.${accountId}.`;
      for (const name of keptNames(start)) {
        const id = name.slice(start.length);
        pending.value = new Set([...pending.value, id]);
        void commit(id, name);
      }
    },
  };
}
