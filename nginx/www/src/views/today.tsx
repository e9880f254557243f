// Today: records a mood with one key or one tap, shows the streak, and offers a note afterwards.
import { useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Rating } from '../api/types';
import { addDays, daysFrom, weekOf, type Day } from '../days/days';
import { count, firstWeekday, t, writeDay } from '../i18n';
import { useAction } from '../parts/action';
import { DayDialog } from '../parts/day_dialog';
import { openDialogs } from '../parts/dialog';
import { EntryCard, WaitingCard } from '../parts/entry_card';
import { useFocusLeft } from '../parts/focus';
import { averageOf, MoodRow, MoodSign, nearestRating, ratingName } from '../parts/mood';
import { NoteForm } from '../parts/note_form';
import { ErrorState, FormError, LoadingState } from '../parts/states';
import { StreakCard } from '../parts/streak_card';
import { TagsField, withTyped } from '../parts/tags';
import { account, hourNow, today } from '../state/account';
import { useDraft } from '../state/drafts';
import {
  addToEntry,
  entries,
  entriesToday,
  figures,
  flush,
  isLoaded,
  loadedFrom,
  load,
  outbox,
  recordEntry,
  loadError,
} from '../state/entries';
import { previewOf, type RecordResult, type OutboxItem } from '../state/outbox';
import { hasMoodKeys } from '../state/preferences';
import { showToast } from '../state/toasts';

export default function TodayView() {
  const recorded = useSignal<RecordResult | null>(null);
  const save = useAction(async (rating: Rating) => {
    recorded.value = await recordEntry({ rating });
  });
  useMoodKeys((rating) => void save.run(rating));
  const isFirst = isLoaded.value && figures.value?.longest_streak === 0;
  const question = isFirst
    ? t('today.first')
    : entriesToday.value.length > 0
      ? t('today.question.more')
      : t('today.question');

  return (
    <>
      <header class="view-head today-head">
        <p class="today-date">{writeDay(today.value, 'near')}</p>
        <p class="today-greeting">{greeting(hourNow.value, account.value?.username ?? '')}</p>
      </header>
      <section class="card hero" aria-labelledby="question">
        <h1 id="question">{question}</h1>
        <MoodRow
          label={t('mood.choose')}
          isBusy={save.isBusy}
          onChoose={(rating) => void save.run(rating)}
        />
        {hasMoodKeys.value && <p class="hero-keys quiet">{t('today.keys')}</p>}
        <FormError error={save.error} />
        <div aria-live="polite">
          {recorded.value && (
            <Recorded
              key={keyOf(recorded.value)}
              recorded={recorded.value}
              onDone={() => (recorded.value = null)}
            />
          )}
        </div>
      </section>
      <Outbox />
      {loadError.value ? (
        <ErrorState error={loadError.value} onRetry={() => void load()} />
      ) : !isLoaded.value ? (
        <LoadingState />
      ) : (
        <>
          <div class="today-columns">
            {figures.value && <StreakCard figures={figures.value} />}
            <Week />
          </div>
          {entriesToday.value.length > 0 && (
            <section>
              <h2>{t('today.entries')}</h2>
              {entriesToday.value.map((entry) => (
                <EntryCard key={entry.id} entry={entry} />
              ))}
            </section>
          )}
        </>
      )}
    </>
  );
}

const keyOf = (recorded: RecordResult) =>
  recorded.answer ? recorded.answer.entry.id : recorded.waiting.key;

function greeting(hour: number, name: string): string {
  if (hour < 5) return t('today.greeting.night', { name });
  if (hour < 12) return t('today.greeting.morning', { name });
  if (hour < 18) return t('today.greeting.day', { name });
  return t('today.greeting.evening', { name });
}

/** The keys 1 to 5, wherever the focus is, except in a field or with a dialog open. */
function useMoodKeys(choose: (rating: Rating) => void): void {
  const latest = useRef(choose);
  latest.current = choose;
  // Before the view is shown, so that no key is lost.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element &&
        event.target.closest('input, textarea, select, [contenteditable]');
      const isOther = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
      if (
        !/^[1-5]$/.test(event.key) ||
        isTyping ||
        isOther ||
        !hasMoodKeys.value ||
        openDialogs.value.length > 0
      )
        return;
      event.preventDefault();
      latest.current(Number(event.key) as Rating);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

/** The mood that was just recorded, with a form for a note. */
function Recorded({ recorded, onDone }: { recorded: RecordResult; onDone: () => void }) {
  const rating = recorded.answer
    ? recorded.answer.entry.rating
    : (JSON.parse(recorded.waiting.body) as { rating: Rating }).rating;
  const note = useDraft('note', '');
  const tags = useSignal<string[]>([]);
  const typed = useSignal('');
  const mood = rating ? ratingName(rating) : '';
  const close = () => {
    note.forget();
    onDone();
  };
  const save = async () => {
    await addToEntry(recorded, {
      ...(note.value.value.trim() ? { note: note.value.value } : {}),
      tags: withTyped(tags.value, typed.value),
    });
    showToast(t('today.note.saved'));
    close();
  };
  return (
    <div class={`recorded rated-${rating ?? 'none'}`} ref={useFocusLeft<HTMLDivElement>()}>
      <p class="recorded-message">
        <MoodSign rating={rating} size={36} />
        <span>
          <strong>
            {recorded.answer
              ? t('today.recorded', { mood })
              : t('today.recorded.waiting', { mood })}
          </strong>
          {recorded.answer && recorded.answer.streak > 0 && (
            <span class="recorded-streak"> {count('streak.told', recorded.answer.streak)}.</span>
          )}
        </span>
      </p>
      <NoteForm
        note={note.value}
        placeholder={t('entry.note.placeholder')}
        onSave={save}
        onCancel={close}
      >
        <TagsField tags={tags} typed={typed} />
      </NoteForm>
    </div>
  );
}

/** The entries that could not be sent yet. */
const Outbox = () =>
  outbox.waiting.value.length > 0 ? <OutboxCard waiting={outbox.waiting.value} /> : null;

function OutboxCard({ waiting }: { waiting: OutboxItem[] }) {
  const send = useAction(flush);
  return (
    <section class="card outbox" aria-live="polite" ref={useFocusLeft<HTMLElement>()}>
      <p class="outbox-head">
        <strong>{count('outbox.waiting', waiting.length)}</strong>
        <button
          type="button"
          class="button"
          onClick={() => void send.run()}
          aria-disabled={send.isBusy}
        >
          {t('outbox.send')}
        </button>
      </p>
      {waiting.map((item) => (
        <WaitingCard key={item.key} entry={previewOf(item, today.value)} />
      ))}
    </section>
  );
}

/** The seven days of this week with their moods; a click on one without an entry fills it in. */
function Week() {
  const opened = useSignal<Day | null>(null);
  const days = useComputed(() => {
    const first = weekOf(today.value, firstWeekday.value);
    return daysFrom(first, addDays(first, 6));
  });
  const isKnown = (day: Day) =>
    loadedFrom.value === null || (loadedFrom.value !== undefined && loadedFrom.value < day);
  return (
    <section class="card week-card">
      <h2>{t('today.week')}</h2>
      <ol class="week plain">
        {days.value.map((day) => {
          const ratings = entries.value.filter((entry) => entry.day === day);
          const rated = ratings.flatMap(({ rating }) => (rating ? [rating] : []));
          const average = rated.length ? nearestRating(averageOf(rated)) : null;
          const isMissed = ratings.length === 0;
          const name = isMissed
            ? t('today.fill', { day: writeDay(day, 'near') })
            : `${writeDay(day, 'near')}: ${average ? ratingName(average) : t('mood.none')}`;
          return (
            <li key={day} class={day === today.value ? 'week-today' : ''}>
              <span class="week-name" aria-hidden="true">
                {writeDay(day, 'weekday')}
              </span>
              {day > today.value || (isMissed && !isKnown(day)) ? (
                <span class="week-day week-future" />
              ) : (
                <button
                  type="button"
                  class={`week-day${isMissed ? ' week-missed' : ` rated-${average ?? 'none'}`}`}
                  aria-label={name}
                  title={name}
                  onClick={() => (opened.value = day)}
                >
                  {isMissed ? (
                    <span aria-hidden="true">+</span>
                  ) : (
                    <MoodSign rating={average} size={30} />
                  )}
                </button>
              )}
            </li>
          );
        })}
      </ol>
      {opened.value && <DayDialog day={opened.value} onClose={() => (opened.value = null)} />}
    </section>
  );
}
