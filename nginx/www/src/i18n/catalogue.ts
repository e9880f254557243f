// The types of the catalogues. A value is a text or, if a number is part of it, a text for each
// plural category of the language.
import type { en } from './en';
import type { enLazy } from './en_lazy';

type All = typeof en & typeof enLazy;
export type CountKey = { [Key in keyof All]: All[Key] extends string ? never : Key }[keyof All];
export type TextKey = Exclude<keyof All, CountKey>;

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>>;

/** A translation of `Original` into a language with these plural categories. */
export type Catalogue<Original, Category extends Intl.LDMLPluralRule> = {
  [Key in keyof Original]: Original[Key] extends string ? string : Record<Category, string>;
};

export type Parameters = Record<string, string | number>;

export function fill(text: string, parameters: Parameters): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
}

/** The form for a number; `other` if its category is missing. */
export function formOf(forms: Forms, rules: Intl.PluralRules, number: number): string {
  return forms[rules.select(number)] ?? forms.other ?? '';
}
