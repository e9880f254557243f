// The languages of the page. A new one needs a line here and a line in lazy_texts.ts, each with its
// catalogue; everything else follows from these.
import type { Catalogue } from './catalogue';
import { en } from './en';
import { ru } from './ru';

interface LanguageInfo {
  texts: Catalogue<typeof en, never>;
  /** The locales whose weeks begin on Sunday, for browsers without Intl.Locale.getWeekInfo. */
  sundayFirst?: string[];
  /** What Intl puts between a date and a time, if a comma is to replace it. */
  dateTimeGlue?: string;
}

export const languages = {
  en: { texts: en, sundayFirst: ['en', 'en-US'] },
  ru: { texts: ru, dateTimeGlue: ' в ' },
} satisfies Record<string, LanguageInfo>;

export type Language = keyof typeof languages;
export const languageCodes = Object.keys(languages) as Language[];
export const infoOf = (code: Language): LanguageInfo => languages[code];
