// The moods of a range of days: a line chart, the same figures as a table, and the distribution.
// The chart is loaded when it is first shown.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { listDays } from '../api/client';
import type { DaySummary } from '../api/types';
import { addDays, daysBetween, daysFrom, isDay, toDate, weekOf, type Day } from '../days/days';
import { count, firstWeekday, language, number, t, writeDay, writeRange } from '../i18n';
import { Choice, TextField } from '../parts/field';
import { Show, useLoaded } from '../parts/loaded';
import { averageOf, MoodSign, nearestRating, ratingName, ratings } from '../parts/mood';
import { EmptyState } from '../parts/states';
import { today } from '../state/account';
import { revision } from '../state/entries';

type Range = 'month' | 'quarter' | 'year' | 'own';
const lengths = { month: 30, quarter: 90, year: 365 };
const daysMax = 3660;

export default function TrendsView() {
  const range = useSignal<Range>('month');
  const ownFrom = useSignal(addDays(today.value, -29));
  const ownTo = useSignal(today.value);
  const from =
    range.value === 'own' ? ownFrom.value : addDays(today.value, 1 - lengths[range.value]);
  const to = range.value === 'own' ? ownTo.value : today.value;
  const isPossible =
    isDay(from) &&
    isDay(to) &&
    from <= to &&
    daysBetween(from, to) < daysMax &&
    from >= '1900-01-01';
  return (
    <>
      <header class="view-head">
        <h1>{t('trends.title')}</h1>
        <Choice
          label={t('trends.range')}
          isLabelHidden
          value={range.value}
          onChange={(chosen) => {
            if (chosen === 'own' && isPossible) [ownFrom.value, ownTo.value] = [from, to];
            range.value = chosen;
          }}
          options={[
            ['month', t('trends.month')],
            ['quarter', t('trends.quarter')],
            ['year', t('trends.year')],
            ['own', t('trends.own')],
          ]}
        />
        {range.value === 'own' && (
          <div class="field-pair">
            <TextField
              label={t('trends.from')}
              type="date"
              value={ownFrom}
              min="1900-01-01"
              max={today.value}
            />
            <TextField
              label={t('trends.to')}
              type="date"
              value={ownTo}
              min="1900-01-01"
              max={today.value}
            />
          </div>
        )}
      </header>
      {isPossible ? (
        <Figures from={from} to={to} />
      ) : (
        <p class="form-error" role="alert">
          {t('trends.wrong')}
        </p>
      )}
    </>
  );
}

function Figures({ from, to }: { from: Day; to: Day }) {
  const loaded = useLoaded(
    async () => ({ from, to, days: await listDays(from, to) }),
    [from, to, revision.value],
  );
  return (
    <Show from={loaded}>
      {({ from: first, to: last, days }) => {
        const rated = days.filter((day) => day.average_rating !== null);
        if (rated.length === 0)
          return <EmptyState title={t('trends.empty')}>{t('trends.empty.lead')}</EmptyState>;
        return (
          <div class="trends-columns">
            <section class="card trends-line">
              <h2>{t('trends.line')}</h2>
              <p class="quiet">
                {count('trends.sum', rated.length, { average: number(averageOfDays(rated), 1) })}
              </p>
              <Chart from={first} to={last} days={rated} />
            </section>
            <Distribution days={rated} />
            <Table from={first} to={last} days={rated} />
          </div>
        );
      }}
    </Show>
  );
}

const averageOfDays = (days: DaySummary[]) =>
  averageOf(days.map(({ average_rating }) => average_rating ?? 0));

function Chart({ from, to, days }: { from: Day; to: Day; days: DaySummary[] }) {
  const place = useRef<HTMLDivElement>(null);
  const spoken = language.value;
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    let remove: (() => void) | undefined;
    let isGone = false;
    void import('../parts/line_chart').then(({ drawLine }) => {
      if (!isGone) remove = drawLine(element, lineOf(from, to, days));
    });
    return () => {
      isGone = true;
      remove?.();
    };
  }, [from, to, days, spoken]);
  return (
    <div
      class="chart"
      ref={place}
      role="img"
      aria-label={t('trends.chart', { from: writeDay(from, 'medium'), to: writeDay(to, 'medium') })}
    />
  );
}

/** Days without a mood are gaps; the thick line is the average over seven days. */
function lineOf(from: Day, to: Day, days: DaySummary[]) {
  const averages = new Map(days.map(({ day, average_rating }) => [day, average_rating]));
  const all = daysFrom(from, to);
  return {
    timesMs: all.map((day) => toDate(day).getTime()),
    points: all.map((day) => averages.get(day) ?? null),
    smooth: all.map((day) => averageAround(averages, day)),
    names: ratings.map(ratingName),
    writeTime: (timeMs: number) => writeDay(new Date(timeMs).toISOString().slice(0, 10), 'short'),
  };
}

const reach = 3;

function averageAround(averages: Map<Day, number | null>, day: Day): number | null {
  if (!averages.has(day)) return null;
  const days = daysFrom(addDays(day, -reach), addDays(day, reach));
  const around = days.flatMap((other) => averages.get(other) ?? []);
  return around.length > 0 ? averageOf(around) : null;
}

function Distribution({ days }: { days: DaySummary[] }) {
  const counts = ratings.map(
    (rating) => days.filter((day) => nearestRating(day.average_rating ?? 0) === rating).length,
  );
  const most = Math.max(...counts, 1);
  return (
    <section class="card distribution">
      <h2>{t('trends.distribution')}</h2>
      <p class="quiet">{t('trends.distribution.lead')}</p>
      <ul class="plain">
        {[...ratings].reverse().map((rating) => {
          const amount = counts[rating - 1] ?? 0;
          return (
            <li key={rating} class={`rated-${rating}`}>
              <MoodSign rating={rating} size={28} />
              <span class="distribution-name">{ratingName(rating)}</span>
              <svg
                class="distribution-bar"
                viewBox="0 0 100 10"
                preserveAspectRatio="none"
                aria-hidden="true"
                focusable="false"
              >
                <rect width={(amount / most) * 100} height="10" />
              </svg>
              <span class="distribution-count">{count('trends.distribution.days', amount)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** One row a day up to a month, one a week up to half a year, else one a month. */
function Table({ from, to, days }: { from: Day; to: Day; days: DaySummary[] }) {
  const length = daysBetween(from, to) + 1;
  const isByDay = length <= 31;
  const rows = (() => {
    const groups = new Map<string, DaySummary[]>();
    for (const day of days) {
      const key = isByDay
        ? day.day
        : length <= 190
          ? weekOf(day.day, firstWeekday.value)
          : day.day.slice(0, 7);
      groups.set(key, [...(groups.get(key) ?? []), day]);
    }
    const name = (key: string) =>
      isByDay
        ? writeDay(key, 'near')
        : length <= 190
          ? writeRange(key < from ? from : key, addDays(key, 6) > to ? to : addDays(key, 6))
          : writeDay(`${key}-01`, 'month');
    return [...groups].reverse().map(([key, group]) => ({
      key,
      name: name(key),
      average: averageOfDays(group),
      days: group.length,
    }));
  })();
  return (
    <section class="card trends-table">
      <h2 id="trends-table">{t('trends.table')}</h2>
      <div class="table-frame" tabIndex={0} role="region" aria-labelledby="trends-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('trends.period')}</th>
              <th scope="col">{t('trends.average')}</th>
              {isByDay ? null : (
                <th scope="col" class="number">
                  {t('trends.days')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.name}</th>
                <td>
                  <span class={`table-mood rated-${nearestRating(row.average)}`}>
                    <MoodSign rating={nearestRating(row.average)} size={22} />
                    {number(row.average, 1)} · {ratingName(nearestRating(row.average))}
                  </span>
                </td>
                {isByDay ? null : <td class="number">{number(row.days)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
