// The tasks of a day, with a daily limit.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Task } from '../api/types';
import { addDays, type Day } from '../days/days';
import { count, number, t, writeDay, writeTime } from '../i18n';
import { useAction } from '../parts/action';
import { Form, FormEnd } from '../parts/form';
import { Dialog } from '../parts/dialog';
import { TextArea, TextField } from '../parts/field';
import { ItemActions } from '../parts/item_actions';
import { Show, useLoaded } from '../parts/loaded';
import { EmptyState, FormError } from '../parts/states';
import { Stepper } from '../parts/stepper';
import { account, today, timeZone } from '../state/account';
import { useDraft } from '../state/drafts';
import { showToast } from '../state/toasts';
import {
  createTask,
  changeTask,
  loadTasks,
  quota,
  deleteTask,
  taskDeletions,
  tasks,
} from '../state/tasks';

export default function TasksView() {
  /** An earlier day; null is today. */
  const past = useSignal<Day | null>(null);
  const loaded = useLoaded(async () => {
    await loadTasks(past.value ?? undefined);
    return { isPast: past.value !== null };
  }, [past.value, today.value]);
  useEffect(() => {
    if (account.value) void taskDeletions.sendAll(account.value.id);
  }, []);
  const day = past.value ?? today.value;
  return (
    <>
      <header class="view-head">
        <h1>{t('tasks.title')}</h1>
        <p class="quiet">{t('tasks.lead')}</p>
        <Stepper
          previous={{ label: t('tasks.previous'), onClick: () => (past.value = addDays(day, -1)) }}
          next={{
            label: t('tasks.next'),
            disabled: past.value === null,
            onClick: () => {
              const next = addDays(day, 1);
              past.value = next >= today.value ? null : next;
            },
          }}
        >
          {past.value ? writeDay(day, 'near') : t('nav.today')}
        </Stepper>
      </header>
      <Show from={loaded}>
        {({ isPast }) => (
          <>
            {!isPast && <NewTask />}
            <List isPast={isPast} />
            {!isPast && <QuotaMeter />}
          </>
        )}
      </Show>
    </>
  );
}

function NewTask() {
  const title = useDraft('task', '');
  const add = useAction(async () => {
    const text = title.value.value.trim();
    if (!text) return;
    await createTask(text);
    title.value.value = '';
  });
  if (quota.value?.remaining === 0) {
    const time = writeTime(quota.value.resets_at, timeZone.value, 'day-time');
    return (
      <section class="card tasks-full" role="status">
        <strong>{t('tasks.full')}</strong>
        <span class="quiet">{t('tasks.full.lead', { time })}</span>
      </section>
    );
  }
  return (
    <>
      <Form isLine onSend={() => add.run()}>
        <TextField
          label={t('tasks.new')}
          value={title.value}
          maxLength={200}
          autocomplete="off"
          required
          error={add.faultAt('title')}
        />
        <button type="submit" class="button primary" aria-disabled={add.isBusy}>
          {t('tasks.add')}
        </button>
      </Form>
      <FormError error={add.error} fields={['title']} />
    </>
  );
}

function QuotaMeter() {
  if (!quota.value) return null;
  const { limit, limit_reason, used, remaining, streak, longest_streak } = quota.value;
  const usedText = t('tasks.used', { used: number(used), limit: number(limit) });
  return (
    <section class="tasks-left quiet">
      <p class="tasks-meter">
        <progress max={Math.max(limit, 1)} value={Math.min(used, limit)} aria-label={usedText} />
        <span>
          {usedText}
          {remaining > 0 && ` · ${count('tasks.left', remaining)}`}
        </span>
      </p>
      <p>{t(`tasks.reason.${limit_reason}`)}</p>
      {longest_streak > 0 && (
        <p>
          {[
            streak > 0 ? count('tasks.streak', streak) : '',
            count('tasks.streak.longest', longest_streak),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
    </section>
  );
}

function List({ isPast }: { isPast: boolean }) {
  if (tasks.value.length === 0) {
    return isPast ? (
      <EmptyState title={t('tasks.empty.past')} />
    ) : (
      <EmptyState title={t('tasks.empty')}>{t('tasks.empty.lead')}</EmptyState>
    );
  }
  return (
    <>
      <ul class="plain task-list">
        {tasks.value.map((task) => (
          <TaskRow key={task.id} task={task} />
        ))}
      </ul>
      {tasks.value.every(({ done }) => done) && (
        <p class="tasks-all-done" role="status">
          {t('tasks.all-done')}
        </p>
      )}
    </>
  );
}

function TaskRow({ task }: { task: Task }) {
  const isEdited = useSignal(false);
  const toggle = useAction(() => changeTask(task, { done: !task.done }));
  return (
    <li class={`task${task.done ? ' task-done' : ''}`} tabIndex={-1}>
      <label class="task-main">
        <input
          type="checkbox"
          checked={task.done}
          onChange={() => void toggle.run()}
          aria-label={t('tasks.done', { title: task.title })}
        />
        <span class="task-title">{task.title}</span>
      </label>
      {task.note && <p class="task-note quiet">{task.note}</p>}
      <ItemActions
        items=".task"
        name={task.title}
        onEdit={() => (isEdited.value = true)}
        onDelete={() => deleteTask(task)}
      />
      <FormError error={toggle.error} />
      {isEdited.value && <TaskDialog task={task} onClose={() => (isEdited.value = false)} />}
    </li>
  );
}

function TaskDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const title = useSignal(task.title);
  const note = useSignal(task.note ?? '');
  const save = useAction(async () => {
    await changeTask(task, {
      title: title.value.trim(),
      note: note.value.trim() ? note.value : null,
    });
    showToast(t('common.saved'));
    onClose();
  });
  return (
    <Dialog title={t('tasks.edit.title')} onClose={onClose}>
      <Form onSend={() => save.run()}>
        <TextField
          label={t('tasks.edit.name')}
          value={title}
          maxLength={200}
          required
          error={save.faultAt('title')}
        />
        <TextArea
          label={t('tasks.note')}
          isOptional
          value={note}
          maxLength={2000}
          error={save.faultAt('note')}
        />
        <FormError error={save.error} fields={['title', 'note']} />
        <FormEnd isBusy={save.isBusy} submit={t('common.save')} onSecondary={onClose} />
      </Form>
    </Dialog>
  );
}
