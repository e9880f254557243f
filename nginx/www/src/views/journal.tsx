// All entries, newest first, to read, edit and delete.
import { useSignal } from '@preact/signals';
import { listMoods } from '../api/client';
import type { Entry } from '../api/types';
import { t, writeDay } from '../i18n';
import { useAction } from '../parts/action';
import { EntryCard, WaitingCard } from '../parts/entry_card';
import { TextField } from '../parts/field';
import { useLoaded, Show } from '../parts/loaded';
import { MoreButton } from '../parts/more_button';
import { EmptyState, ErrorState, FormError, LoadingState } from '../parts/states';
import { today } from '../state/account';
import {
  entryUpdates,
  entries,
  hasOlder,
  isLoaded,
  load,
  loadOlder,
  outbox,
  revision,
  loadError,
} from '../state/entries';
import { previewOf } from '../state/outbox';

export default function JournalView() {
  const until = useSignal('');
  return (
    <>
      <header class="view-head">
        <h1>{t('journal.title')}</h1>
        {(entries.value.length > 0 || until.value) && (
          <div class="journal-find">
            <TextField
              label={t('journal.find')}
              type="date"
              value={until}
              min="1900-01-01"
              max={today.value}
            />
            {until.value && (
              <button type="button" class="link" onClick={() => (until.value = '')}>
                {t('journal.find.all')}
              </button>
            )}
          </div>
        )}
      </header>
      {until.value ? <From key={until.value} day={until.value} /> : <All />}
    </>
  );
}

function All() {
  const older = useAction(loadOlder);
  if (loadError.value && !isLoaded.value)
    return <ErrorState error={loadError.value} onRetry={() => void load()} />;
  if (!isLoaded.value) return <LoadingState />;
  const waiting = outbox.waiting.value;
  if (entries.value.length === 0 && waiting.length === 0) {
    return <EmptyState title={t('journal.empty')}>{t('journal.empty.lead')}</EmptyState>;
  }
  return (
    <>
      {waiting.map((item) => (
        <WaitingCard key={item.key} entry={previewOf(item, today.value)} />
      ))}
      <Days entries={entries.value} />
      <FormError error={older.error} />
      {hasOlder.value ? (
        <MoreButton
          label={t('common.older')}
          isBusy={older.isBusy}
          onClick={() => void older.run()}
        />
      ) : (
        <p class="list-end quiet">{t('journal.end')}</p>
      )}
    </>
  );
}

/** Entries up to a day. Loaded apart from state/entries.ts, which holds only the newest. */
function From({ day }: { day: string }) {
  const pages = useSignal(1);
  const loaded = useLoaded(async () => {
    const all: Entry[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < pages.value; ++page) {
      const answer = await listMoods({ to: day, limit: 50, cursor });
      all.push(...answer.moods);
      cursor = answer.next_cursor;
      if (!cursor) break;
    }
    return { all, hasMore: cursor !== undefined };
  }, [day, pages.value, revision.value]);
  return (
    <Show from={loaded}>
      {({ all, hasMore }) => {
        const shown = entryUpdates.apply(all);
        if (shown.length === 0) return <EmptyState title={t('journal.find.empty')} />;
        return (
          <>
            <Days entries={shown} />
            {hasMore && <MoreButton label={t('common.older')} onClick={() => void ++pages.value} />}
          </>
        );
      }}
    </Show>
  );
}

function Days({ entries: shown }: { entries: Entry[] }) {
  const months = new Map<string, Map<string, Entry[]>>();
  for (const entry of shown) {
    const month = months.get(entry.day.slice(0, 7)) ?? new Map<string, Entry[]>();
    months.set(entry.day.slice(0, 7), month);
    month.set(entry.day, [...(month.get(entry.day) ?? []), entry]);
  }
  return (
    <>
      {[...months].map(([month, days]) => (
        <section key={month} class="journal-month">
          <h2>{writeDay(`${month}-01`, 'month')}</h2>
          {[...days].map(([day, ofDay]) => (
            <section key={day} class="journal-day">
              <h3>{writeDay(day, 'near')}</h3>
              {ofDay.map((entry) => (
                <EntryCard key={entry.id} entry={entry} />
              ))}
            </section>
          ))}
        </section>
      ))}
    </>
  );
}
