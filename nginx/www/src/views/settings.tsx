// The settings of the account and of this browser.
import { signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { changeMyAccount, deleteMyAccount, endSession, listSessions } from '../api/client';
import type { Account, Session, SettingsChange } from '../api/types';
import { count, fileSize, languageCodes, nativeName, t, writeTime } from '../i18n';
import { useAction } from '../parts/action';
import { focusNeighbour } from '../parts/focus';
import { Form, FormEnd, SubmitButton } from '../parts/form';
import { Dialog } from '../parts/dialog';
import { CheckField, Choice, SelectField, TextField } from '../parts/field';
import { Show, useLoaded } from '../parts/loaded';
import { Progress } from '../parts/progress';
import { FormError } from '../parts/states';
import {
  account,
  browserTimeZone,
  leave,
  setAccount,
  signOut,
  today,
  timeZone,
} from '../state/account';
import { entryDeletions, load, outbox, refreshFigures } from '../state/entries';
import { makeOptimisticUpdates } from '../state/optimistic';
import { hasMoodKeys, theme } from '../state/preferences';
import { taskDeletions } from '../state/tasks';
import { showToast } from '../state/toasts';
import { exportFile, importFile, saveFile } from '../state/transfer';

export default function SettingsView() {
  return (
    <>
      <header class="view-head">
        <h1>{t('settings.title')}</h1>
      </header>
      <Days />
      <Appearance />
      <Data />
      <Password />
      <Sessions />
      <AccountPart />
    </>
  );
}

const Part = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class="card settings-part">
    <h2>{title}</h2>
    {children}
  </section>
);

// ── Language and days ──

const hours = Array.from({ length: 24 }, (_, hour) => hour);

function Days() {
  const owner = account.value;
  const typedTimeZone = useSignal(owner?.time_zone ?? '');
  const updates = useMemo(makeOptimisticUpdates<Account>, []);
  const save = useAction(async (id: string) => {
    try {
      // More can be chosen while a request is running.
      for (let sent = updates.changeOf(id); sent; sent = updates.changeOf(id)) {
        const saved = await changeMyAccount(sent);
        setAccount(saved);
        updates.settle(id, sent);
        if (sent.time_zone !== undefined) typedTimeZone.value = saved.time_zone;
      }
    } finally {
      updates.settle(id);
    }
    void refreshFigures();
    showToast(t('common.saved'));
  });
  if (!owner) return null;
  const choose = (settings: SettingsChange) => {
    updates.change(owner.id, settings);
    return save.run(owner.id);
  };
  const { language, day_starts_at } = { ...owner, ...updates.changeOf(owner.id) };
  const here = browserTimeZone();
  return (
    <Part title={t('settings.days')}>
      <div class="form">
        <Choice
          label={t('settings.language')}
          value={language}
          options={languageCodes.map((code) => [code, nativeName(code)] as const)}
          onChange={(next) => void choose({ language: next })}
        />
        <Form isLine onSend={() => choose({ time_zone: typedTimeZone.value.trim() })}>
          <TextField
            label={t('settings.zone')}
            value={typedTimeZone}
            list="zones"
            autocomplete="off"
            spellcheck={false}
            required
            error={save.faultAt('time_zone')}
            hint={
              here !== owner.time_zone ? (
                <>
                  {t('settings.zone.here', { zone: here })}{' '}
                  <button
                    type="button"
                    class="link"
                    onClick={() => void choose({ time_zone: here })}
                  >
                    {t('settings.zone.use')}
                  </button>
                </>
              ) : (
                false
              )
            }
          />
          <datalist id="zones">
            {(Intl.supportedValuesOf?.('timeZone') ?? []).map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          {typedTimeZone.value.trim() !== owner.time_zone && (
            <SubmitButton isBusy={save.isBusy}>{t('common.save')}</SubmitButton>
          )}
        </Form>
        <SelectField
          label={t('settings.day-start')}
          hint={t('settings.day-start.hint')}
          value={String(day_starts_at)}
          error={save.faultAt('day_starts_at')}
          options={hours.map(
            (hour) => [String(hour), writeTime(Date.UTC(2026, 0, 1, hour), 'UTC', 'time')] as const,
          )}
          onChange={(hour) => void choose({ day_starts_at: Number(hour) })}
        />
        <FormError error={save.error} fields={['time_zone', 'day_starts_at']} />
      </div>
    </Part>
  );
}

function Appearance() {
  return (
    <Part title={t('settings.appearance')}>
      <div class="form">
        <Choice
          label={t('settings.theme')}
          value={theme.value}
          onChange={(chosen) => (theme.value = chosen)}
          options={[
            ['system', t('settings.theme.system')],
            ['light', t('settings.theme.light')],
            ['dark', t('settings.theme.dark')],
          ]}
        />
        <CheckField label={t('settings.keys')} value={hasMoodKeys} />
      </div>
    </Part>
  );
}

// ── Export and import ──

function Data() {
  return (
    <Part title={t('settings.data')}>
      <Export />
      <Import />
    </Part>
  );
}

function Export() {
  const bytes = useSignal<number | null>(null);
  const done = useSignal<number | null>(null);
  const stop = useRef<AbortController | null>(null);
  const save = useAction(async (format: 'json' | 'csv') => {
    done.value = null;
    bytes.value = 0;
    stop.current = new AbortController();
    try {
      const file = await exportFile(format, (soFar) => (bytes.value = soFar), stop.current.signal);
      saveFile(file, `daymark-${account.value?.username ?? ''}-${today.value}.${format}`);
      done.value = file.size;
    } catch (error) {
      if (!stop.current.signal.aborted) throw error;
    } finally {
      bytes.value = null;
    }
  });
  return (
    <div class="settings-block">
      <h3>{t('settings.export')}</h3>
      <p class="quiet">{t('settings.export.lead')}</p>
      <p class="button-row">
        <button
          type="button"
          class="button"
          aria-disabled={save.isBusy}
          onClick={() => void save.run('json')}
        >
          {t('settings.export.json')}
        </button>
        <button
          type="button"
          class="button"
          aria-disabled={save.isBusy}
          onClick={() => void save.run('csv')}
        >
          {t('settings.export.csv')}
        </button>
        {save.isBusy && (
          <button type="button" class="link" onClick={() => stop.current?.abort()}>
            {t('common.cancel')}
          </button>
        )}
      </p>
      {bytes.value !== null && (
        <Progress label={t('settings.export.progress', { size: fileSize(bytes.value) })} />
      )}
      <p role="status" class="quiet">
        {done.value !== null && t('settings.export.done', { size: fileSize(done.value) })}
      </p>
      <FormError error={save.error} />
    </div>
  );
}

function Import() {
  const file = useSignal<File | null>(null);
  const part = useSignal(0);
  const message = useSignal('');
  const input = useRef<HTMLInputElement>(null);
  const importing = useAction(async (chosen: File) => {
    message.value = '';
    part.value = 0;
    file.value = chosen;
    try {
      const { imported, skipped } = await importFile(chosen, (sent) => (part.value = sent));
      message.value = t('settings.import.done', {
        imported: count('settings.import.imported', imported),
        skipped: count('settings.import.skipped', skipped),
      });
      void load();
      void refreshFigures();
    } finally {
      file.value = null;
    }
  });
  return (
    <div class="settings-block">
      <h3>{t('settings.import')}</h3>
      <p class="quiet">{t('settings.import.lead')}</p>
      <p class="button-row">
        <label class="button file-button" aria-disabled={importing.isBusy}>
          {t('settings.import.choose')}
          <input
            ref={input}
            type="file"
            class="hidden"
            accept=".json,.csv,application/json,text/csv"
            disabled={importing.isBusy}
            onChange={(event) => {
              const [chosen] = event.currentTarget.files ?? [];
              if (chosen) void importing.run(chosen);
              event.currentTarget.value = '';
            }}
          />
        </label>
      </p>
      {file.value &&
        (part.value < 1 ? (
          <Progress
            label={t('settings.import.sending', { name: file.value.name })}
            part={part.value}
          />
        ) : (
          <Progress label={t('settings.import.sorting')} />
        ))}
      <p role="status">{message.value}</p>
      {importing.error !== null && <p>{t('settings.import.nothing')}</p>}
      <FormError error={importing.error} />
    </div>
  );
}

// ── Password and sessions ──

/** Counts the changes of sessions: the list depends on it. */
const sessionsChanged = signal(0);

function Password() {
  const current = useSignal('');
  const next = useSignal('');
  const save = useAction(async () => {
    setAccount(await changeMyAccount({ current_password: current.value, password: next.value }));
    current.value = next.value = '';
    showToast(t('settings.password.changed'));
    sessionsChanged.value++;
  });
  return (
    <Part title={t('settings.password')}>
      <Form onSend={() => save.run()}>
        <input
          type="text"
          class="hidden"
          autocomplete="username"
          value={account.value?.username}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <TextField
          label={t('settings.password.current')}
          type="password"
          autocomplete="current-password"
          value={current}
          required
          error={save.faultAt('current_password')}
        />
        <TextField
          label={t('settings.password.new')}
          type="password"
          autocomplete="new-password"
          value={next}
          required
          hint={t('sign.password.hint')}
          error={save.faultAt('password')}
        />
        <FormError error={save.error} fields={['current_password', 'password']} />
        <FormEnd isBusy={save.isBusy} submit={t('settings.password.change')} />
      </Form>
    </Part>
  );
}

/** A short name for the device of a session. */
function deviceOf({ kind, user_agent }: Session): string {
  const find = (names: [RegExp, string][]) =>
    names.find(([pattern]) => pattern.test(user_agent))?.[1];
  const browser = find([
    [/Edg/, 'Edge'],
    [/OPR|Opera/, 'Opera'],
    [/YaBrowser/, 'Yandex'],
    [/Firefox|FxiOS/, 'Firefox'],
    [/Chrome|Chromium|CriOS/, 'Chrome'],
    [/Safari/, 'Safari'],
    [/curl/, 'curl'],
  ]);
  const system = find([
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS/, 'macOS'],
    [/Linux|X11/, 'Linux'],
  ]);
  if (browser && system) return t('settings.sessions.device', { browser, system });
  return (
    browser ?? (kind === 'bearer' ? t('settings.sessions.program') : t('settings.sessions.unknown'))
  );
}

function Sessions() {
  const loaded = useLoaded(listSessions, [sessionsChanged.value]);
  const end = useAction(async (id: string) => {
    await endSession(id);
    showToast(t('settings.sessions.ended'));
    sessionsChanged.value++;
  });
  return (
    <Part title={t('settings.sessions')}>
      <Show from={loaded}>
        {(sessions) => (
          <ul class="plain sessions">
            {sessions.map((session) => {
              const device = deviceOf(session);
              return (
                <li key={session.id} tabIndex={-1}>
                  <div>
                    <strong title={session.user_agent}>{device}</strong>{' '}
                    {session.current && <span class="badge">{t('settings.sessions.current')}</span>}
                    <p class="quiet">
                      {t('settings.sessions.seen', {
                        time: writeTime(session.last_seen_at, timeZone.value, 'day'),
                      })}{' '}
                      ·{' '}
                      {t('settings.sessions.since', {
                        day: writeTime(session.created_at, timeZone.value, 'day'),
                      })}
                    </p>
                  </div>
                  {!session.current && (
                    <button
                      type="button"
                      class="button"
                      aria-label={t('settings.sessions.end.which', { device })}
                      onClick={(event) => {
                        focusNeighbour(event.currentTarget, '.sessions li');
                        void end.run(session.id);
                      }}
                    >
                      {t('settings.sessions.end')}
                    </button>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </Show>
      <FormError error={end.error} />
    </Part>
  );
}

// ── The account ──

/** Sends all that waits, also what other tabs have stored; returns how many entries still wait. */
async function sendWaiting(): Promise<number> {
  const id = account.value?.id ?? '';
  await Promise.all([entryDeletions.sendAll(id), taskDeletions.sendAll(id)]);
  outbox.open(id);
  await outbox.flush();
  return outbox.waiting.value.length;
}

function AccountPart() {
  const isAsked = useSignal(false);
  /** How many entries would be lost; null if nobody is to be asked about it. */
  const unsent = useSignal<number | null>(null);
  const signingOut = useAction(async () => {
    const waiting = await sendWaiting();
    if (waiting > 0) unsent.value = waiting;
    else await signOut();
  });
  return (
    <Part title={t('settings.account')}>
      <p>{account.value?.username}</p>
      <p class="button-row">
        <button type="button" class="button" onClick={() => void signingOut.run()}>
          {t('sign.out')}
        </button>
        <a class="link" href="/docs/">
          {t('settings.api')}
        </a>
      </p>
      <FormError error={signingOut.error} />
      <div class="settings-block">
        <h3>{t('settings.delete')}</h3>
        <p class="quiet">{t('settings.delete.lead')}</p>
        <button type="button" class="button danger-quiet" onClick={() => (isAsked.value = true)}>
          {t('settings.delete.open')}
        </button>
      </div>
      {unsent.value !== null && (
        <UnsentDialog unsent={unsent.value} onClose={() => (unsent.value = null)} />
      )}
      {isAsked.value && <DeleteDialog onClose={() => (isAsked.value = false)} />}
    </Part>
  );
}

function UnsentDialog({ unsent, onClose }: { unsent: number; onClose: () => void }) {
  const signingOut = useAction(signOut);
  return (
    <Dialog title={t('sign.out.unsent.title')} onClose={onClose}>
      <Form onSend={() => signingOut.run()}>
        <p>{count('sign.out.unsent', unsent)}</p>
        <FormError error={signingOut.error} />
        <FormEnd
          isBusy={signingOut.isBusy}
          submit={t('sign.out.anyway')}
          tone="danger"
          onSecondary={onClose}
        />
      </Form>
    </Dialog>
  );
}

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const password = useSignal('');
  const deleting = useAction(async () => {
    await deleteMyAccount(password.value);
    leave('settings.delete.done');
  });
  return (
    <Dialog title={t('settings.delete')} onClose={onClose}>
      <Form onSend={() => deleting.run()}>
        <p>{t('settings.delete.lead')}</p>
        <TextField
          label={t('settings.password.current')}
          type="password"
          autocomplete="current-password"
          value={password}
          required
          error={deleting.faultAt('current_password')}
        />
        <FormError error={deleting.error} fields={['current_password']} />
        <FormEnd
          isBusy={deleting.isBusy}
          submit={t('settings.delete.confirm')}
          tone="danger"
          onSecondary={onClose}
        />
      </Form>
    </Dialog>
  );
}
