// Every catalogue has all keys, with all plural categories of its language, and no empty text.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fill, formOf } from '../src/i18n/catalogue';
import { infoOf, languageCodes } from '../src/i18n/languages';
import { lazyTexts } from '../src/i18n/lazy_texts';
import { ru } from '../src/i18n/ru';

type Texts = Record<string, string | Record<string, string>>;
const catalogues = new Map<string, Texts>(
  languageCodes.map((code) => [code, { ...infoOf(code).texts, ...lazyTexts[code] }]),
);
const english = catalogues.get('en') ?? {};
const parametersOf = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const textsOf = (value: string | Record<string, string> = '') =>
  typeof value === 'string' ? [value] : Object.values(value);

test('no key is in both parts of a catalogue', () => {
  assert.deepEqual(
    Object.keys(infoOf('en').texts).filter((key) => key in lazyTexts.en),
    [],
  );
});

for (const [language, texts] of catalogues) {
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();

  test(`${language} has the same keys as English`, () => {
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(english).sort());
  });

  test(`each number in ${language} has the forms ${categories.join(', ')}`, () => {
    for (const [key, value] of Object.entries(texts)) {
      if (typeof value !== 'string') assert.deepEqual(Object.keys(value).sort(), categories, key);
    }
  });

  test(`no text in ${language} is empty`, () => {
    for (const [key, value] of Object.entries(texts)) {
      for (const text of textsOf(value)) assert.ok(text.trim().length > 0, key);
    }
  });

  test(`a text in ${language} has the parameters of the English one`, () => {
    for (const [key, value] of Object.entries(english)) {
      const expected = parametersOf(textsOf(value).at(-1) ?? '');
      for (const text of textsOf(texts[key])) assert.deepEqual(parametersOf(text), expected, key);
    }
  });
}

test('the page says all of it', () => {
  const sources = (readdirSync('src', { recursive: true }) as string[])
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('i18n'))
    .map((name) => readFileSync(join('src', name), 'utf8'));
  // The last part of some keys comes from the API.
  const isSaid = (key: string) =>
    [`'${key}'`, `\`${key.replace(/[^.]*$/, '')}\${`].some((text) =>
      sources.some((source) => source.includes(text)),
    );
  assert.deepEqual(
    Object.keys(english).filter((key) => !isSaid(key)),
    [],
  );
});

test('Russian is written in Cyrillic', () => {
  for (const [key, value] of Object.entries(catalogues.get('ru') ?? {})) {
    for (const text of textsOf(value)) assert.match(text, /[а-яё]|\{/i, key);
  }
});

test('Russian numbers take their four forms', () => {
  const rules = new Intl.PluralRules('ru');
  const told = (n: number) => fill(formOf(ru['streak.told'], rules, n), { n });
  assert.equal(told(1), '1 день подряд');
  assert.equal(told(2), '2 дня подряд');
  assert.equal(told(5), '5 дней подряд');
  assert.equal(told(11), '11 дней подряд');
  assert.equal(told(21), '21 день подряд');
  assert.equal(told(104), '104 дня подряд');
  assert.equal(formOf(ru['streak.told'], rules, 1.5), ru['streak.told'].other);
});

test('what has no value stays as it is', () => {
  assert.equal(fill('{a} and {b}', { a: 1 }), '1 and {b}');
});
