// The texts and the formats of numbers, days and times, in the current language. They read signals,
// so that components render anew when the language changes.
import { computed, signal } from '@preact/signals';
import { toDate, type Day } from '../days/days';
import {
  fill,
  formOf,
  type CountKey,
  type Forms,
  type Parameters,
  type TextKey,
} from './catalogue';
import { infoOf, languageCodes, type Language } from './languages';

export { languageCodes, type Language, type TextKey };

type Texts = Partial<Record<string, string | Forms>>;
const texts = new Map<Language, Texts>(
  languageCodes.map((code) => [code, { ...infoOf(code).texts }]),
);

/** Adds texts that were loaded later. */
export function addTexts(more: Record<Language, Texts>): void {
  for (const code of languageCodes) Object.assign(texts.get(code) ?? {}, more[code]);
}

const browserLocales = () => (typeof navigator === 'undefined' ? [] : navigator.languages);
const isIn = (locale: string, code: string) => new RegExp(`^${code}\\b`, 'i').test(locale);

/** The first of the browser's languages that the page has. */
function browserLanguage(): Language {
  for (const locale of browserLocales()) {
    const known = languageCodes.find((code) => isIn(locale, code));
    if (known) return known;
  }
  return 'en';
}

export const language = signal<Language>(browserLanguage());

/** The language with the browser's region, on which weeks and dates depend. */
const locale = computed(
  () =>
    browserLocales().find((tag) => tag.toLowerCase().startsWith(`${language.value}-`)) ??
    language.value,
);
const rules = computed(() => new Intl.PluralRules(language.value));

export function t(key: TextKey, parameters?: Parameters): string {
  const text = texts.get(language.value)?.[key] as string;
  return parameters ? fill(text, parameters) : text;
}

/** The text for a number, which is the parameter {n}. */
export function count(key: CountKey, n: number, parameters: Parameters = {}): string {
  const forms = texts.get(language.value)?.[key] as Forms;
  return fill(formOf(forms, rules.value, n), { n: number(n), ...parameters });
}

/** 1 is Monday, 7 is Sunday. */
export const firstWeekday = computed((): number => {
  const known = new Intl.Locale(locale.value) as Intl.Locale & {
    weekInfo?: { firstDay: number };
    getWeekInfo?: () => { firstDay: number };
  };
  const firstDay = (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay;
  return firstDay ?? (infoOf(language.value).sundayFirst?.includes(locale.value) ? 7 : 1);
});

/** Caches formats, which are slow to make. */
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
  const text = format({ ...options, timeZone }).format(new Date(instant));
  const { dateTimeGlue } = infoOf(language.value);
  return dateTimeGlue ? text.replace(dateTimeGlue, ', ') : text;
}

export const number = (value: number, digits = 0): string =>
  numberFormat({ maximumFractionDigits: digits }).format(value);
export const percent = (value: number): string =>
  numberFormat({ style: 'percent', maximumFractionDigits: 2 }).format(value / 100);

/** Like "1.4 MB"; at least 0.1 kB. */
export function fileSize(bytes: number): string {
  const [unit, size] =
    bytes < 1e6
      ? (['kilobyte', Math.max(bytes / 1e3, 0.1)] as const)
      : (['megabyte', bytes / 1e6] as const);
  return numberFormat({ style: 'unit', unit, maximumFractionDigits: 1 }).format(size);
}

const nameOf = (code: Language, inLanguage: Language): string =>
  new Intl.DisplayNames([inLanguage], { type: 'language' }).of(code) ?? code;
export const languageName = (code: Language): string => nameOf(code, language.value);
/** The name of a language in that language, capitalized. */
export const nativeName = (code: Language): string =>
  nameOf(code, code).replace(/^./, (first) => first.toUpperCase());
