// What a catalogue is: the keys of the English one, and for each key that counts something all forms that the
// language has.
import type { en } from './en';
import type { enRest } from './en_rest';

type All = typeof en & typeof enRest;
export type CountKey = { [Key in keyof All]: All[Key] extends string ? never : Key }[keyof All];
export type TextKey = Exclude<keyof All, CountKey>;

export type English = Record<'one' | 'other', string>;
export type Russian = Record<'one' | 'few' | 'many' | 'other', string>;

/** The same keys in another language, where numbers have these forms. */
export type Catalogue<Original, Forms> = {
  [Key in keyof Original]: Original[Key] extends string ? string : Forms;
};

export type Parameters = Record<string, string | number>;

export function fill(text: string, parameters: Parameters): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
}

/** The form of a number; `other` where a catalogue has no better one. */
export function formOf(
  forms: Partial<Record<Intl.LDMLPluralRule, string>>,
  rules: Intl.PluralRules,
  number: number,
): string {
  return forms[rules.select(number)] ?? forms.other ?? '';
}
