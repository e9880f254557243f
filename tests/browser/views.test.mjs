// Every view, in both languages and both themes: nothing that axe-core finds fault with, valid
// HTML, nothing wider than a phone. DAYMARK_SCREENSHOTS=FOLDER keeps a picture of each.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { inPage, launch } from './pages.mjs';
import { base, makeAdmin, makePerson, newName, password } from './people.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const views = [
  '',
  'journal',
  'year',
  'tasks',
  'trends',
  'achievements',
  'people',
  'statistics',
  'settings',
  'admin',
  'more',
];
const folder = process.env.DAYMARK_SCREENSHOTS;
/** As older achievements can be; a text of which nothing can be seen is refused now. */
const makeBlank = (code) =>
  execFileSync('psql', [
    '--username=postgres',
    '--dbname=daymark',
    `--command=update achievement_texts set name = U&'\\3000', description = U&'\\3000'
      from achievements where achievements.achievement_id = achievement_texts.achievement_id
        and code = '${code}'`,
  ]);
const html = new HtmlValidate({
  extends: ['html-validate:standard'],
  // How it is written is no matter of a page that scripts write.
  rules: {
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'no-inline-style': 'off',
    'attribute-boolean-style': 'off',
    'long-title': 'off',
  },
});

let browser, person;
before(async () => {
  browser = await launch();
  person = await makePerson({ time_zone: 'Europe/Berlin' });
  const { entry } = await person.api('/mood', {
    body: { rating: 4, note: 'Sun at last.', tags: ['walk', 'sea'] },
  });
  const day = (ago) =>
    new Date(Date.parse(`${entry.day}T00:00:00Z`) - ago * 86_400_000).toISOString().slice(0, 10);
  for (const [ago, rating] of [
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 5],
    [7, 4],
  ])
    await person.api('/mood', { body: { rating, day: day(ago) } });
  await person.api('/mood', { body: { mood: 'nostalgic', day: day(9) } });
  const { task } = await person.api('/task', {
    body: { title: 'Water the plants', note: 'The fern, too.' },
  });
  await person.api(`/task/${task.id}`, { method: 'PATCH', body: { done: true } });
  await person.api('/task', { body: { title: 'Call grandmother' } });
  makeAdmin(person);
  const inBoth = (text) => ({ en: text, ru: text });
  for (const [name, description] of [
    ['ш'.repeat(100), 'щ'.repeat(500)],
    ['x', 'x'],
  ]) {
    const code = newName('test').slice(0, 40);
    await person.api('/achievements', {
      body: {
        code,
        points: 0,
        name: inBoth(name),
        description: inBoth(description),
      },
    });
    if (name === 'x') makeBlank(code);
  }
  // The longest name that there can be, in the statistics.
  const { account: other } = await makePerson({ username: newName('w'.repeat(53)) });
  const { achievements } = await person.api('/achievements?limit=7');
  for (const [ago, { code }] of achievements.entries()) {
    await person.api(`/users/${other.username}/achievements`, {
      body: { code, awarded_at: `${day(ago + 1)}T12:00:00Z` },
    });
  }
});
after(() => browser.close());

async function findFaults(page, { theme, size }) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  // Much the same on every screen, and slow.
  const isOnce = size === 'phone' && theme === 'light';
  const { results } = isOnce ? await html.validateString(await page.content()) : { results: [] };
  return [
    ...violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`,
    ),
    ...results.flatMap(({ messages }) =>
      messages.map(
        ({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column})`,
      ),
    ),
  ];
}

async function look(page, name, shown) {
  // All of it, and not what stands there while it loads.
  await page.waitForFunction(
    () =>
      !document.querySelector('.state-loading, [aria-busy="true"]') &&
      (!document.querySelector('.chart') || document.querySelector('.chart canvas')),
  );
  await page.evaluate(() => document.fonts.ready);
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return [
    ...(wider > 0 ? [`${wider} px wider than the screen`] : []),
    ...(await findFaults(page, shown)),
  ].map((fault) => `${name}: ${fault}`);
}

for (const language of ['en', 'ru'])
  for (const theme of ['light', 'dark'])
    for (const size of ['phone', 'desktop']) {
      const kind = `${language}-${theme}-${size}`;
      const options = {
        locale: language === 'ru' ? 'ru-RU' : 'en-GB',
        colorScheme: theme,
        viewport: size === 'phone' ? { width: 360, height: 740 } : { width: 1280, height: 800 },
        bypassCSP: true, // for axe-core, which is put into the page
      };
      test(`no view has a fault: ${kind}`, () =>
        inPage(browser, options, async (page, context) => {
          const faults = [];
          await page.goto('/');
          await page.locator('.sign').waitFor();
          faults.push(...(await look(page, `sign-${kind}`, { theme, size })));
          await person.api('/me', { method: 'PATCH', body: { language } });
          await context.request.post('/login', {
            data: { username: person.username, password },
            headers: { Origin: base },
          });
          await page.evaluate(() => localStorage.setItem('daymark.signed-in', 'true'));
          await page.reload();
          for (const view of [...views, `people/${person.username}`]) {
            await page.goto(`/#/${view}`);
            await page.locator(`.view-${view.split('/')[0] || 'today'} h1`).waitFor();
            faults.push(
              ...(await look(page, `${view.replace(/\W.*/, '-somebody') || 'today'}-${kind}`, {
                theme,
                size,
              })),
            );
          }
          await page.goto('/#/journal');
          await page.locator('.entry .icon-button').first().click();
          await page.locator('dialog form').waitFor();
          faults.push(...(await look(page, `edit-${kind}`, { theme, size })));
          assert.deepEqual(faults, []);
        }));
    }

test('the page of the API shows its operations', () =>
  inPage(browser, { bypassCSP: true }, async (page) => {
    await page.goto('/docs/');
    await page.getByText('/mood/export', { exact: true }).waitFor();
    await page.evaluate(axe);
    // Swagger UI's own ways: from h1 to h3, text outside of its main part, links in buttons.
    const own = ['heading-order', 'region', 'nested-interactive'];
    const rules = Object.fromEntries(own.map((rule) => [rule, { enabled: false }]));
    const { violations } = await page.evaluate((options) => globalThis.axe.run(options), { rules });
    assert.deepEqual(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html: element }) => element)]),
      [],
    );
  }));
