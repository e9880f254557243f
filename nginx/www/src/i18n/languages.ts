// The languages of the page. A new one is a line here and a line in lazy_texts.ts, each with a file
// of texts; whatever else depends on the language is worked out from these.
import type { Catalogue } from './catalogue';
import { en } from './en';
import { ru } from './ru';

interface LanguageInfo {
  texts: Catalogue<typeof en, never>;
  /** Locales with weeks from Sunday, for browsers that cannot tell. */
  sundayFirst?: string[];
  /** What Intl writes between a date and a time, if it does not go with every preposition. */
  dateTimeGlue?: string;
}

export const languages = {
  en: { texts: en, sundayFirst: ['en', 'en-US'] },
  ru: { texts: ru, dateTimeGlue: ' в ' },
} satisfies Record<string, LanguageInfo>;

export type Language = keyof typeof languages;
export const languageCodes = Object.keys(languages) as Language[];
export const infoOf = (code: Language): LanguageInfo => languages[code];
