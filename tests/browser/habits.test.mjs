// What people do with a page beyond clicking: a keyboard, a night with the page open, less motion,
// a slow line.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeCelebration, inPage, launch, signIn, signUp } from './pages.mjs';
import { makeAdmin, makePerson, newName, password, until } from './people.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const dayBefore = (day, ago = 1) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - ago * dayMs).toISOString().slice(0, 10);
const isFocused = (place) => place.evaluate((element) => element === document.activeElement);

const getsFocus = (place) => until(() => isFocused(place));

/** As somebody without a mouse gets there. */
async function tabTo(page, place) {
  for (let steps = 0; steps < 60; ++steps) {
    if (await isFocused(place)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`the Tab key does not lead to ${place}`);
}

/** That something has the focus, so that whoever hears the page still knows where they are. */
const hasFocus = (page) => page.waitForFunction(() => document.activeElement !== document.body);

// ── Motion ──

for (const [reducedMotion, isCalm] of [
  ['reduce', true],
  ['no-preference', false],
]) {
  const rule = isCalm
    ? 'nothing moves for whoever wants less motion'
    : 'the sun of an achievement rises';
  test(rule, () =>
    inPage(browser, { reducedMotion }, async (page) => {
      await signUp(page);
      await page.keyboard.press('4');
      await page.locator('.celebration').waitFor();
      // The sun's animation fills: it is listed for as long as the sun is there.
      const longestMs = await page.evaluate(() =>
        Math.max(
          ...document.getAnimations().map(({ effect }) => effect.getComputedTiming().endTime),
        ),
      );
      if (isCalm) assert.ok(longestMs <= 10, `${longestMs} ms`);
      else assert.ok(longestMs >= 1000, `${longestMs} ms`);
    }),
  );
}

// ── A day that ends ──

/** A zone where it is about noon, so that days can start at the hours around now. */
const noonZone = () => {
  const ahead = 12 - new Date().getUTCHours();
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
};

test('a page that stays open over midnight asks about the new day', async () => {
  // For the server the day has two more hours. The page is told that it ended when this hour began,
  // and lives a few minutes before that; then the day ends for both.
  const person = await makePerson({ time_zone: noonZone(), day_starts_at: 14 });
  const now = Date.now();
  const midnight = now - (now % (60 * minuteMs));
  let behindMs = now - (midnight - 2 * minuteMs);
  await inPage(browser, {}, async (page, context) => {
    await page.clock.install({ time: now - behindMs });
    await context.route('**/*', async (route) => {
      const answer = await route.fetch();
      const headers = { ...answer.headers(), date: new Date(Date.now() - behindMs).toUTCString() };
      const isAccount = ['/login', '/me'].includes(new URL(route.request().url()).pathname);
      const told = isAccount ? { json: { ...(await answer.json()), day_starts_at: 12 } } : {};
      await route.fulfill({ response: answer, headers, ...told });
    });
    await signIn(page, person.username);
    await page.keyboard.press('2');
    await closeCelebration(page);
    await page.getByRole('heading', { name: 'And how is it now?' }).waitFor();
    const before = await page.locator('.today-date').innerText();
    const [{ day: oldDay }] = (await person.api('/mood')).moods;

    await person.api('/me', { method: 'PATCH', body: { day_starts_at: 12 } });
    const stepMs = behindMs;
    behindMs = 0;
    await page.clock.fastForward(stepMs);
    await page.getByRole('heading', { name: 'How is your day?' }).waitFor();
    assert.notEqual(await page.locator('.today-date').innerText(), before);
    assert.equal(await page.locator('.entry').count(), 0);
    await page.clock.fastForward(10_000);
    await page.getByText(/^Record something by/).waitFor();

    await page.keyboard.press('5');
    await page.getByText('Recorded: Great').waitFor();
    await page.locator('.entry').waitFor();
    const { moods } = await person.api('/mood');
    assert.deepEqual(
      moods.map(({ rating, day }) => [rating, dayBefore(day, rating === 5 ? 1 : 0)]),
      [
        [5, oldDay],
        [2, oldDay],
      ],
    );
  });
});

// ── A keyboard and nothing else ──

test('a journal is kept without a mouse', () =>
  inPage(browser, {}, async (page) => {
    await page.goto('/');
    await tabTo(page, page.locator('input[name=username]'));
    await page.keyboard.type(newName());
    await tabTo(page, page.locator('input[name=password]'));
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.locator('.hero').waitFor();
    await hasFocus(page);
    await page.keyboard.press('4');
    await page.locator('.celebration').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.celebration').waitFor({ state: 'detached' });
    await tabTo(page, page.getByRole('button', { name: 'Not now' }));
    await page.keyboard.press('Enter');
    await page.locator('.recorded').waitFor({ state: 'detached' });
    await hasFocus(page);

    await tabTo(page, page.getByRole('navigation').getByRole('link', { name: 'Journal' }));
    await page.keyboard.press('Enter');
    const edit = page.locator('.view-journal .entry').getByRole('button', { name: 'Edit' });
    await edit.waitFor();
    await tabTo(page, edit);
    await page.keyboard.press('Enter');
    await tabTo(page, page.locator('dialog').getByLabel(/^Note/));
    await page.keyboard.type('By hand.');
    await page.keyboard.press('Control+Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.getByText('By hand.').waitFor();
    await getsFocus(edit);

    await page.keyboard.press('Enter');
    await page.locator('dialog form').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await getsFocus(edit);
  }));

test('deleting entries leaves the focus beside them', async () => {
  const person = await makePerson();
  const { entry } = await person.api('/mood', { body: { rating: 5, note: 'The last.' } });
  await person.api('/mood', {
    body: { rating: 4, note: 'The middle.', day: dayBefore(entry.day) },
  });
  await person.api('/mood', {
    body: { rating: 3, note: 'The first.', day: dayBefore(entry.day, 2) },
  });
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/journal');
    const card = (note) => page.locator('.entry', { hasText: note });
    const remove = async (note) => {
      await card(note).getByRole('button', { name: 'Delete' }).press('Enter');
      await card(note).waitFor({ state: 'detached' });
    };
    await card('The first.').waitFor();
    await remove('The middle.');
    await getsFocus(card('The first.'));
    await remove('The first.');
    await getsFocus(card('The last.'));
    await remove('The last.');
    await hasFocus(page);
    await page.getByRole('button', { name: 'Undo' }).last().press('Enter');
    await card('The last.').waitFor();
    await hasFocus(page);
  });
});

test('an entry that moves to another day leaves the focus in the page', async () => {
  const person = await makePerson();
  const { entry } = await person.api('/mood', { body: { rating: 5 } });
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/journal');
    await page.locator('.entry').getByRole('button', { name: 'Edit' }).press('Enter');
    await page.locator('dialog').getByLabel('Day').fill(dayBefore(entry.day));
    await page.locator('dialog').getByRole('button', { name: 'Save' }).press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await hasFocus(page);
  });
});

test('deleting tasks leaves the focus beside them', async () => {
  const person = await makePerson();
  for (const title of ['Water the plants', 'Call grandmother'])
    await person.api('/task', { body: { title } });
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/tasks');
    await page.getByRole('button', { name: 'Delete: Water the plants' }).press('Enter');
    await page.locator('.task', { hasText: 'Water the plants' }).waitFor({ state: 'detached' });
    await getsFocus(page.locator('.task', { hasText: 'Call grandmother' }));
    await page.getByRole('button', { name: 'Delete: Call grandmother' }).press('Enter');
    await page.getByText('An empty list').waitFor();
    await hasFocus(page);
  });
});

// ── What is loaded, and from where ──

test('no view breaks the policy of the page', async () => {
  const person = await makePerson();
  const { entry } = await person.api('/mood', {
    body: { rating: 4, note: 'Sun at last.', tags: ['walk'] },
  });
  await person.api('/mood', { body: { rating: 2, day: dayBefore(entry.day) } });
  await person.api('/task', { body: { title: 'Water the plants' } });
  makeAdmin(person);
  await inPage(browser, {}, async (page, context) => {
    // A complaint like others.
    await context.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`${event.effectiveDirective} refuses ${event.blockedURI} ${event.sample}`);
      }),
    );
    await signIn(page, person.username);
    for (const [view, shown] of [
      ['', '.week'],
      ['journal', '.entry'],
      ['year', '.pixel-today'],
      ['tasks', '.task'],
      ['trends', '.chart canvas'],
      ['achievements', '.medal'],
      [`people/${person.username}`, '.person'],
      ['statistics', '.tile'],
      ['settings', '.sessions li'],
      ['admin', 'select'],
      ['more', '.more-list'],
    ]) {
      await page.goto(`/#/${view}`);
      await page
        .locator(`.view-${view.split('/')[0] || 'today'} ${shown}`)
        .first()
        .waitFor();
    }
    await page.goto('/#/journal');
    await page.locator('.entry').first().getByRole('button', { name: 'Edit' }).click();
    await page.locator('dialog form').waitFor();
    await page.goto('/docs/');
    await page.getByText('/mood/export', { exact: true }).click();
    await page.getByRole('button', { name: 'Try it out' }).waitFor();
    await page.waitForLoadState('networkidle');
  });
});

test('each file is loaded when it is needed, and the chart with the first line', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    const files = new Map();
    page.on('response', (answer) => {
      const { pathname } = new URL(answer.url());
      if (pathname.startsWith('/assets/')) files.set(pathname, answer);
    });
    const first = await (await page.goto('/')).text();
    await page.locator('.sign').waitFor();
    await page.waitForLoadState('networkidle');
    const ofFirst = [...files.keys()];
    for (const path of ofFirst) assert.ok(first.includes(path), `${path} is not of the first load`);

    await signIn(page, person.username);
    await page.goto('/#/trends');
    await page.getByText('Nothing recorded in this range').waitFor();
    const withoutChart = [...files.keys()];
    assert.ok(withoutChart.length > ofFirst.length, 'the other views are a file of their own');

    const { entry } = await person.api('/mood', { body: { rating: 4 } });
    await person.api('/mood', { body: { rating: 2, day: dayBefore(entry.day) } });
    await page.reload();
    await page.locator('.chart canvas').waitFor();
    const ofChart = [...files.keys()].filter((path) => !withoutChart.includes(path));
    assert.equal(ofChart.length, 1);
    const { responseBodySize } = await files.get(ofChart[0]).request().sizes();
    assert.ok(responseBodySize <= 30 * 1024, `${responseBodySize} bytes`);
  });
});
