// The texts of the views in views/lazy.ts, in each language.
import type { Catalogue } from './catalogue';
import { enLazy } from './en_lazy';
import type { Language } from './languages';
import { ruLazy } from './ru_lazy';

export const lazyTexts: Record<Language, Catalogue<typeof enLazy, never>> = {
  en: enLazy,
  ru: ruLazy,
};
