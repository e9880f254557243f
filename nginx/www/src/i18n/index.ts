// What the page says and how it writes numbers, days and times, in the present language. Whoever renders
// with these is rendered anew when the language changes.
import { computed, signal } from '@preact/signals';
import type { Language } from '../api/types';
import { toDate, type Day } from '../days/days';
import {
  fill,
  formOf,
  type CountKey,
  type English,
  type Parameters,
  type Russian,
  type TextKey,
} from './catalogue';
import { en } from './en';
import { ru } from './ru';

export type { TextKey };

type Texts = Partial<Record<string, string | English | Russian>>;
const catalogues: Record<Language, Texts> = { en: { ...en }, ru: { ...ru } };

/** More texts, in each language, before anybody asks for them. */
export function addTexts(more: Record<Language, Texts>): void {
  for (const code of ['en', 'ru'] as const) Object.assign(catalogues[code], more[code]);
}

const wanted = () => (typeof navigator === 'undefined' ? [] : navigator.languages);

/** The first of the browser's languages that we speak. */
export const browserLanguage = (): Language =>
  (wanted()
    .find((tag) => /^(en|ru)\b/i.test(tag))
    ?.slice(0, 2)
    .toLowerCase() as Language | undefined) ?? 'en';

export const language = signal<Language>(browserLanguage());

/** With the region that the browser asks for, because weeks and dates depend on it. */
const locale = computed(
  () =>
    wanted().find((tag) => tag.toLowerCase().startsWith(`${language.value}-`)) ?? language.value,
);
const rules = computed(() => new Intl.PluralRules(language.value));

export function t(key: TextKey, parameters?: Parameters): string {
  const text = catalogues[language.value][key] as string;
  return parameters ? fill(text, parameters) : text;
}

/** Text for a number, which is {n} in it. */
export function count(key: CountKey, n: number, parameters: Parameters = {}): string {
  return fill(formOf(catalogues[language.value][key] as English | Russian, rules.value, n), {
    n: number(n),
    ...parameters,
  });
}

/** 1 is Monday, 7 is Sunday. */
export const firstWeekday = computed((): number => {
  const known = new Intl.Locale(locale.value) as Intl.Locale & {
    weekInfo?: { firstDay: number };
    getWeekInfo?: () => { firstDay: number };
  };
  return (
    (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? (/^en(-US)?$/.test(locale.value) ? 7 : 1)
  );
});

/** Formats are slow to make, and a view may need one for each of its days. */
function keepFormats<Options, Format>(
  make: (locale: string, options: Options) => Format,
): (options: Options) => Format {
  const made = new Map<string, Format>();
  return (options) => {
    const name = JSON.stringify([locale.value, options]);
    let format = made.get(name);
    if (!format) made.set(name, (format = make(locale.value, options)));
    return format;
  };
}

const format = keepFormats(
  (tag, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options),
);
const numberFormat = keepFormats(
  (tag, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options),
);

const dayStyles = {
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  medium: { day: 'numeric', month: 'long', year: 'numeric' },
  near: { weekday: 'long', day: 'numeric', month: 'long' },
  short: { day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' },
  weekday: { weekday: 'short' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export function writeDay(day: Day, style: keyof typeof dayStyles): string {
  return format({ ...dayStyles[style], timeZone: 'UTC' }).format(toDate(day));
}
export const writeMonth = (month: number, style: 'long' | 'short' | 'narrow'): string =>
  format({ month: style, timeZone: 'UTC' })
    .format(Date.UTC(2026, month - 1, 1))
    .replace('.', '');
export const writeRange = (from: Day, to: Day): string =>
  format({ day: 'numeric', month: 'short', timeZone: 'UTC' }).formatRange(toDate(from), toDate(to));

/** An instant, in a time zone. */
export function writeTime(
  instant: string | number,
  timeZone: string,
  style: 'time' | 'day-time' | 'day',
): string {
  const options: Intl.DateTimeFormatOptions =
    style === 'time'
      ? { timeStyle: 'short' }
      : style === 'day'
        ? { dateStyle: 'medium' }
        : { day: 'numeric', month: 'long', hour: 'numeric', minute: 'numeric' };
  // "до 23 ноября, 04:00" stands after any preposition.
  return format({ ...options, timeZone })
    .format(new Date(instant))
    .replace(' в ', ', ');
}

export const number = (value: number, digits = 0): string =>
  numberFormat({ maximumFractionDigits: digits }).format(value);
export const percent = (value: number): string =>
  numberFormat({ style: 'percent', maximumFractionDigits: 2 }).format(value / 100);

/** 1.4 MB, and never 0. */
export function fileSize(bytes: number): string {
  const [unit, size] =
    bytes < 1e6
      ? (['kilobyte', Math.max(bytes / 1e3, 0.1)] as const)
      : (['megabyte', bytes / 1e6] as const);
  return numberFormat({ style: 'unit', unit, maximumFractionDigits: 1 }).format(size);
}

export const languageName = (code: Language): string =>
  new Intl.DisplayNames([code], { type: 'language' })
    .of(code)
    ?.replace(/^./, (first) => first.toUpperCase()) ?? code;
