// Calendar days as text, "2026-03-10", without a time zone; only dayOf, localTime and instantAt
// have one. They compare with < and >. Internally a day is a number, counted from 1970-01-01.

export type Day = string;

const msPerDay = 86_400_000;

const toNumber = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / msPerDay;
const fromNumber = (number: number): Day => new Date(number * msPerDay).toISOString().slice(0, 10);

export const addDays = (day: Day, days: number): Day => fromNumber(toNumber(day) + days);
/** Days from `first` to `last`; negative if `last` is earlier. */
export const daysBetween = (first: Day, last: Day): number => toNumber(last) - toNumber(first);
export const yearOf = (day: Day): number => Number(day.slice(0, 4));
/** 1 to 12. */
export const monthOf = (day: Day): number => Number(day.slice(5, 7));
const twoDigits = (number: number): string => String(number).padStart(2, '0');
export const makeDay = (year: number, month: number, dayNumber: number): Day =>
  [String(year).padStart(4, '0'), twoDigits(month), twoDigits(dayNumber)].join('-');
export const daysInMonth = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  addDays(text, 0) === text;

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: Day): number {
  return ((((toNumber(day) + 3) % 7) + 7) % 7) + 1;
}

/** The first day of the day's week. `firstWeekday`: 1 is Monday, 7 is Sunday. */
export function weekOf(day: Day, firstWeekday: number): Day {
  return addDays(day, -((weekdayOf(day) - firstWeekday + 7) % 7));
}

/** All days from `first` to `last`, inclusive. */
export function daysFrom(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let number = toNumber(first); number <= toNumber(last); ++number)
    days.push(fromNumber(number));
  return days;
}

/** For Intl.DateTimeFormat with the time zone UTC. */
export const toDate = (day: Day): Date => new Date(toNumber(day) * msPerDay);

/** The day of an instant for an account with these settings, time_zone and day_starts_at. */
export function dayOf(instantMs: number, timeZone: string, dayStartsAt: number): Day {
  const { year, month, day, hour } = localTime(instantMs, timeZone);
  const date = makeDay(year, month, day);
  return hour < dayStartsAt ? addDays(date, -1) : date;
}

interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

export function localTime(instantMs: number, timeZone: string): LocalTime {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]),
  );
  return {
    year: parts.year ?? 1970,
    month: parts.month ?? 1,
    day: parts.day ?? 1,
    hour: parts.hour ?? 0,
    minute: parts.minute ?? 0,
  };
}

/**
 * The instant, in ms, of a local time like "2026-03-10T18:00". A local time that daylight saving
 * skips is read with the offset before the change.
 */
export function instantAt(local: string, timeZone: string): number {
  const asUtc = Date.parse(`${local}Z`);
  const offsetAt = (instantMs: number) => {
    const there = localTime(instantMs, timeZone);
    return (
      Date.UTC(there.year, there.month - 1, there.day, there.hour, there.minute) -
      Math.floor(instantMs / 60_000) * 60_000
    );
  };
  const first = asUtc - offsetAt(asUtc);
  return asUtc - offsetAt(first);
}
