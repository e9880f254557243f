// What each view shows before there is an answer, after a bad one, and when there is nothing yet,
// in both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inPage, launch } from './pages.mjs';
import { base, makeAdmin, makePerson, password } from './people.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const isAsked = ({ pathname }) =>
  /^\/(mood|task|achievements|users|statistics|sessions)\b/.test(pathname);
const nobody = {
  most_achievements: null,
  most_points: null,
  greatest_difference: null,
  least_difference: null,
  seven_days_in_a_row: { users: [] },
};

const words = {
  en: {
    wait: 'One moment…',
    failed: ['That did not work', 'Daymark cannot be reached right now. Are you online?'],
    again: 'Try again',
    nothing: (name) => ({
      '': 'Your first day starts here. How is it going?',
      journal: 'Nothing written yet',
      year: 'Nothing was recorded in this year.',
      tasks: 'An empty list',
      trends: 'Nothing recorded in this range',
      achievements: 'None yet',
      [`people/${name}`]: `${name} has no achievements yet.`,
      statistics: 'Nobody has done that yet.',
      settings: 'this one',
      admin: 'Achievement',
    }),
  },
  ru: {
    wait: 'Минутку…',
    failed: ['Не получилось', 'Нет связи с дневником. Проверьте, есть ли интернет.'],
    again: 'Попробовать ещё раз',
    nothing: (name) => ({
      '': 'Здесь начинается ваш первый день. Как он проходит?',
      journal: 'Пока ни одной записи',
      year: 'В этом году записей нет.',
      tasks: 'Список пуст',
      trends: 'За этот период записей нет',
      achievements: 'Пока ни одного',
      [`people/${name}`]: `У ${name} пока нет достижений.`,
      statistics: 'Пока такого никому не удавалось.',
      settings: 'этот сеанс',
      admin: 'Достижение',
    }),
  },
};

for (const [language, { wait, failed, again, nothing }] of Object.entries(words)) {
  test(`each view waits, fails, tries again and has nothing: ${language}`, async () => {
    const person = await makePerson({ language });
    makeAdmin(person);
    await inPage(
      browser,
      { locale: language === 'ru' ? 'ru-RU' : 'en-GB' },
      async (page, context) => {
        await page.goto('/');
        await context.request.post('/login', {
          data: { username: person.username, password },
          headers: { Origin: base },
        });
        await page.evaluate(() => localStorage.setItem('daymark.signed-in', 'true'));
        await context.route('/statistics', (route) => route.fulfill({ json: nobody }));
        for (const [view, empty] of Object.entries(nothing(person.username))) {
          let fail;
          const failing = new Promise((resolve) => {
            fail = resolve;
          });
          await context.route(isAsked, async (route) => {
            await failing;
            await route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>503</h1>' });
          });
          await page.goto(`/#/${view}`);
          await page.reload();
          const content = page.locator(`.view-${view.split('/')[0] || 'today'}`);
          await content.getByRole('status').getByText(wait).waitFor();
          fail();
          const alert = content.getByRole('alert');
          for (const text of failed) await alert.getByText(text, { exact: true }).waitFor();
          await context.unroute(isAsked);
          await alert.getByRole('button', { name: again }).click();
          await content.getByText(empty, { exact: true }).waitFor();
          assert.equal(await alert.count(), 0, view);
        }
      },
    );
  });
}

test('a page that cannot ask who is there says so, and tries again', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page, context) => {
    await page.goto('/');
    await context.request.post('/login', {
      data: { username: person.username, password },
      headers: { Origin: base },
    });
    await page.evaluate(() => localStorage.setItem('daymark.signed-in', 'true'));
    await context.route('/me', (route) => route.fulfill({ status: 503 }));
    await page.reload();
    await page.getByRole('alert').waitFor();
    await context.unroute('/me');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.hero').waitFor();
  });
});
