// The tasks of one day, with its quota.
import { computed, signal } from '@preact/signals';
import * as api from '../api/client';
import { problemOf } from '../api/http';
import type { Quota, Task, TaskPage, TaskPatch } from '../api/types';
import type { Day } from '../days/days';
import { t } from '../i18n';
import { account } from './account';
import { makeDeletions } from './deletions';
import { makeOptimisticUpdates } from './optimistic';
import { celebrate, showToast } from './toasts';

const page = signal<TaskPage | null>(null);

const updates = makeOptimisticUpdates<Task>();
export const taskDeletions = makeDeletions({
  name: 'tasks',
  updates,
  send: (id, keepalive) => api.deleteTask(id, keepalive),
  onDeleted: () => void refresh(),
  onFailed: () => showToast(t('tasks.delete.failed')),
});

export const tasks = computed(() => updates.apply(page.value?.tasks ?? []));
export const quota = computed(
  (): (Quota & Pick<TaskPage, 'streak' | 'longest_streak'>) | null => page.value,
);

let shownDay: Day | undefined;
let lastRequest = 0;

/** Loads the tasks of a day, by default today. */
export async function loadTasks(day?: Day): Promise<void> {
  shownDay = day;
  const request = ++lastRequest;
  const owner = account.value?.id;
  const loaded = await api.listTasks(day);
  // A later request, or another account, has taken its place.
  if (request !== lastRequest || owner !== account.value?.id) return;
  page.value = loaded;
}

async function refresh(): Promise<void> {
  try {
    await loadTasks(shownDay);
  } catch {
    // The tasks shown stay.
  }
}

let lastKey: { title: string; key: string } | null = null;

/** A retry with the same title has the same idempotency key. */
export async function createTask(title: string): Promise<void> {
  if (lastKey?.title !== title) lastKey = { title, key: api.makeIdempotencyKey() };
  try {
    const { task, ...changedQuota } = await api.createTask({ title }, lastKey.key);
    lastKey = null;
    if (page.value)
      page.value = { ...page.value, ...changedQuota, tasks: [...page.value.tasks, task] };
    void refresh();
  } catch (error) {
    const problem = problemOf(error);
    if (problem) lastKey = null;
    if (problem?.code === 'daily-task-limit') void refresh();
    throw error;
  }
}

export async function changeTask({ id }: Task, change: TaskPatch): Promise<void> {
  updates.change(id, change);
  try {
    const { awarded, ...changed } = await api.changeTask(id, change);
    if (page.value) {
      const put = (task: Task) => (task.id === id ? changed : task);
      page.value = { ...page.value, tasks: page.value.tasks.map(put) };
    }
    celebrate(awarded);
    // Also because a page that is under way may lack the change.
    void refresh();
  } finally {
    updates.settle(id, change);
  }
}

export function deleteTask(task: Task): void {
  taskDeletions.add(account.value?.id ?? '', task.id, t('tasks.deleted.quota'));
}
