// The year in pixels: a table of the days of a year, each coloured by its mood. Arrow keys move in
// it, so that it is one tab stop. Months are rows on wide screens, else columns.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { listDays } from '../api/client';
import type { DaySummary } from '../api/types';
import { addDays, daysInMonth, makeDay, monthOf, yearOf, type Day } from '../days/days';
import { count, t, writeDay, writeMonth } from '../i18n';
import { DayDialog } from '../parts/day_dialog';
import { Show, useLoaded } from '../parts/loaded';
import { nearestRating, ratingName, ratings } from '../parts/mood';
import { Stepper } from '../parts/stepper';
import { today } from '../state/account';
import { revision } from '../state/entries';

const firstYear = 1900;
const months = Array.from({ length: 12 }, (_, index) => index + 1);
const numbers = Array.from({ length: 31 }, (_, index) => index + 1);
const wideEnough = matchMedia('(min-width: 64rem)');

function useIsWide(): boolean {
  const isWide = useSignal(wideEnough.matches);
  useEffect(() => {
    const listen = () => (isWide.value = wideEnough.matches);
    wideEnough.addEventListener('change', listen);
    return () => wideEnough.removeEventListener('change', listen);
  }, []);
  return isWide.value;
}

export default function YearView() {
  const year = useSignal(yearOf(today.value));
  const opened = useSignal<Day | null>(null);
  const loaded = useLoaded(async () => {
    const requested = year.value;
    const days = await listDays(makeDay(requested, 1, 1), makeDay(requested, 12, 31));
    return { year: requested, days: new Map(days.map((day) => [day.day, day])) };
  }, [year.value, revision.value]);
  return (
    <>
      <header class="view-head">
        <h1>{t('year.title')}</h1>
        <p class="quiet">{t('year.lead')}</p>
        <Stepper
          previous={{
            label: t('year.previous', { year: year.value - 1 }),
            disabled: year.value <= firstYear,
            onClick: () => void --year.value,
          }}
          next={{
            label: t('year.next', { year: year.value + 1 }),
            disabled: year.value >= yearOf(today.value),
            onClick: () => void ++year.value,
          }}
        >
          {year.value}
        </Stepper>
      </header>
      <Show from={loaded}>
        {({ year: shown, days }) => (
          <>
            <Pixels key={shown} year={shown} days={days} onOpen={(day) => (opened.value = day)} />
            <p class="quiet year-count">
              {days.size === 0 ? t('year.empty') : count('year.count', days.size)}
            </p>
            <Legend />
          </>
        )}
      </Show>
      {opened.value && <DayDialog day={opened.value} onClose={() => (opened.value = null)} />}
    </>
  );
}

function Pixels({
  year,
  days,
  onOpen,
}: {
  year: number;
  days: Map<Day, DaySummary>;
  onOpen: (day: Day) => void;
}) {
  const isWide = useIsWide();
  const last = today.value < makeDay(year, 12, 31) ? today.value : makeDay(year, 12, 31);
  const focused = useSignal<Day>(last);
  const table = useRef<HTMLTableElement>(null);

  const move = (event: KeyboardEvent) => {
    const steps: Record<string, Day> = {
      ArrowLeft: isWide ? addDays(focused.value, -1) : addMonths(focused.value, -1),
      ArrowRight: isWide ? addDays(focused.value, 1) : addMonths(focused.value, 1),
      ArrowUp: isWide ? addMonths(focused.value, -1) : addDays(focused.value, -1),
      ArrowDown: isWide ? addMonths(focused.value, 1) : addDays(focused.value, 1),
      Home: makeDay(year, monthOf(focused.value), 1),
      End: makeDay(year, monthOf(focused.value), daysInMonth(year, monthOf(focused.value))),
    };
    const next = steps[event.key];
    if (!next) return;
    event.preventDefault();
    if (next < makeDay(year, 1, 1)) return;
    focused.value = next > last ? last : next;
    table.current?.querySelector<HTMLElement>(`[data-day="${focused.value}"]`)?.focus();
  };

  const open = (event: Event) => {
    const day = event.target instanceof HTMLElement ? event.target.dataset.day : undefined;
    if (!day) return;
    focused.value = day;
    onOpen(day);
  };

  const cell = (month: number, number: number) => {
    if (number > daysInMonth(year, month))
      return <td key={`${month}-${number}`} class="pixel-none" />;
    const day = makeDay(year, month, number);
    return (
      <td key={`${month}-${number}`}>
        {day > last ? (
          <span class="pixel pixel-future" />
        ) : (
          pixel(day, days.get(day), focused.value === day)
        )}
      </td>
    );
  };

  return (
    <div class="pixels-frame">
      <table
        class={`pixels ${isWide ? 'pixels-wide' : 'pixels-tall'}`}
        ref={table}
        onKeyDown={move}
        onClick={open}
      >
        <caption class="hidden">
          {isWide ? t('year.caption', { year }) : t('year.caption.tall', { year })}
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden">{isWide ? t('year.month') : t('year.day')}</span>
            </th>
            {isWide
              ? numbers.map((number) => (
                  <th key={number} scope="col">
                    {number}
                  </th>
                ))
              : months.map((month) => (
                  <th key={month} scope="col">
                    <abbr title={writeMonth(month, 'long')}>{writeMonth(month, 'narrow')}</abbr>
                  </th>
                ))}
          </tr>
        </thead>
        <tbody>
          {isWide
            ? months.map((month) => (
                <tr key={month}>
                  <th scope="row">{writeMonth(month, 'short')}</th>
                  {numbers.map((number) => cell(month, number))}
                </tr>
              ))
            : numbers.map((number) => (
                <tr key={number}>
                  <th scope="row">{number}</th>
                  {months.map((month) => cell(month, number))}
                </tr>
              ))}
        </tbody>
      </table>
    </div>
  );
}

/**
 * The same day of the month before or after, at most its last day; `day` at the end of the year.
 */
function addMonths(day: Day, step: 1 | -1): Day {
  const month = monthOf(day) + step;
  if (month < 1 || month > 12) return day;
  const number = Number(day.slice(8));
  return makeDay(yearOf(day), month, Math.min(number, daysInMonth(yearOf(day), month)));
}

/** A function, not a component, and without a listener: there are 366 of them. */
function pixel(day: Day, summary: DaySummary | undefined, isFocused: boolean) {
  const rating =
    summary && summary.average_rating !== null ? nearestRating(summary.average_rating) : null;
  const description = !summary
    ? t('year.nothing')
    : [
        rating ? ratingName(rating) : t('mood.none'),
        summary.entries > 1 ? count('year.entries', summary.entries) : '',
      ]
        .filter(Boolean)
        .join(', ');
  const name = `${writeDay(day, 'near')}: ${description}`;
  const colour = summary ? `rated-${rating ?? 'none'}` : 'pixel-empty';
  return (
    <button
      type="button"
      class={`pixel ${colour}${day === today.value ? ' pixel-today' : ''}`}
      data-day={day}
      tabIndex={isFocused ? 0 : -1}
      aria-label={name}
      title={name}
    />
  );
}

function Legend() {
  return (
    <section class="legend" aria-label={t('year.legend')}>
      <ul class="plain">
        {ratings.map((rating) => (
          <li key={rating}>
            <span class={`pixel rated-${rating}`} />
            {ratingName(rating)}
          </li>
        ))}
        <li>
          <span class="pixel rated-none" />
          {t('mood.none')}
        </li>
        <li>
          <span class="pixel pixel-empty" />
          {t('year.nothing')}
        </li>
      </ul>
    </section>
  );
}
