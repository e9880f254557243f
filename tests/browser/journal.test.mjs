// The journal in a browser, on the whole service.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  closeCelebration,
  comeOnline,
  fillSignIn,
  holdAnswer,
  inPage,
  launch,
  openPage,
  recordWaiting,
  refuseEntries,
  signIn,
  signUp,
  takeEntries,
} from './pages.mjs';
import { makePerson, password, until } from './people.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('a mood is one key after signing up, and the streak is there at once', () =>
  inPage(browser, {}, async (page) => {
    await signUp(page);
    await page.keyboard.press('4');
    await closeCelebration(page);
    await page.getByText('Recorded: Good').waitFor();
    assert.match(await page.locator('.streak-figure').innerText(), /^1\s+day in a row$/);
    assert.match(await page.locator('.entry').innerText(), /Good/);
  }));

test('a mood is two clicks from opening, and a note comes after', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.getByRole('button', { name: 'Great' }).click();
    await closeCelebration(page);
    await page.getByLabel(/Anything to remember/).fill('Sun at last.');
    await page.getByLabel(/^Tags/).fill('walk, sea');
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await page.getByText('Your note is kept.').waitFor();
    const { moods } = await person.api('/mood');
    assert.deepEqual(
      moods.map(({ rating, note, tags }) => ({ rating, note, tags })),
      [{ rating: 5, note: 'Sun at last.', tags: ['walk', 'sea'] }],
    );
  });
});

test('a key that is pressed as soon as the view is there counts', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/tasks');
    await page.getByText('An empty list').waitFor();
    await page.evaluate(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('.hero')) return;
        observer.disconnect();
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '4', bubbles: true }));
      }).observe(document.body, { childList: true, subtree: true });
      location.hash = '#/';
    });
    await closeCelebration(page);
    await page.getByText('Recorded: Good').waitFor();
  });
});

test('keys do nothing where somebody is typing', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/people');
    await page.getByLabel('Name').fill('');
    await page.getByLabel('Name').press('4');
    assert.equal(await page.getByLabel('Name').inputValue(), '4');
    assert.equal((await person.api('/mood')).moods.length, 0);
  });
});

test('a missed day is filled in from the year', async () => {
  const person = await makePerson();
  const { entry } = await person.api('/mood', { body: { rating: 4 } });
  const yesterday = new Date(Date.parse(`${entry.day}T00:00:00Z`) - 86_400_000)
    .toISOString()
    .slice(0, 10);
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/year');
    if (yesterday.slice(0, 4) !== entry.day.slice(0, 4))
      await page.locator('.stepper button').first().click();
    await page.locator(`[data-day="${yesterday}"]`).click();
    await page.locator('dialog').getByRole('button', { name: 'Okay' }).click();
    await page.getByText('2 days in a row').waitFor();
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.locator(`[data-day="${yesterday}"].rated-3`).waitFor();
    assert.deepEqual(
      (await person.api('/mood')).moods.map(({ day }) => day),
      [entry.day, yesterday],
    );
  });
});

test('arrow keys move in the year', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/year');
    await page.locator('.stepper button').first().click();
    const last = page.locator('[data-day$="-12-31"]');
    await last.focus();
    await page.keyboard.press('ArrowLeft');
    assert.match(await page.evaluate(() => document.activeElement.dataset.day), /-12-30$/);
    await page.keyboard.press('ArrowUp');
    assert.match(await page.evaluate(() => document.activeElement.dataset.day), /-11-30$/);
    assert.equal(await page.locator('.pixels [tabindex="0"]').count(), 1);
  });
});

test('an entry is edited, deleted, and brought back', async () => {
  const person = await makePerson();
  await person.api('/mood', { body: { rating: 2, note: 'Rain.' } });
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/journal');
    await page.locator('.entry').getByRole('button', { name: 'Edit' }).click();
    await page.locator('dialog').getByRole('button', { name: 'Okay' }).click();
    await page.locator('dialog').getByLabel(/^Note/).fill('Rain, then tea.');
    await page.locator('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Rain, then tea.').waitFor();
    assert.equal((await person.api('/mood')).moods[0].rating, 3);

    await page.locator('.entry').getByRole('button', { name: 'Delete' }).click();
    await page.locator('.entry').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Rain, then tea.').waitFor();
    assert.equal((await person.api('/mood')).moods.length, 1);
  });
});

test('a page of entries that is older than an entry does not hide it', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await page.goto('/');
    const older = await holdAnswer(page, '/mood');
    await page.locator('.sign-switch button').click();
    await fillSignIn(page, person.username);
    await older.taken;
    await page.locator('.hero').waitFor();
    await page.keyboard.press('4');
    await closeCelebration(page);
    await older.release();
    assert.match(await page.locator('.entry').innerText(), /Good/);
    assert.match(await page.locator('.streak-figure').innerText(), /^1\s/);
  });
});

test('a deletion is sent when the page closes', async () => {
  const person = await makePerson();
  await person.api('/mood', { body: { rating: 2 } });
  const { context, page } = await openPage(browser);
  await signIn(page, person.username);
  await page.goto('/#/journal');
  await page.locator('.entry').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  await page.goto('/docs/');
  await until(async () => (await person.api('/mood')).moods.length === 0);
  await context.close();
});

test('an entry without a connection is kept, and sent once', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page, context) => {
    await signIn(page, person.username);
    await context.setOffline(true);
    await recordWaiting(page, '5');
    await page.getByLabel(/Anything to remember/).fill('In the tunnel.');
    await page.getByRole('button', { name: 'Keep the note' }).click();
    assert.equal((await person.api('/mood')).moods.length, 0);
    await context.setOffline(false);
    await page.getByText('1 entry was sent').waitFor();
    await closeCelebration(page);
    await page.reload();
    await page.locator('.entry').waitFor();
    const { moods } = await person.api('/mood');
    assert.deepEqual(
      moods.map(({ rating, note }) => ({ rating, note })),
      [{ rating: 5, note: 'In the tunnel.' }],
    );
  });
});

test('an entry that waits in two tabs is recorded once', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page, context) => {
    await refuseEntries(context);
    await signIn(page, person.username);
    await recordWaiting(page, '4');
    const other = await context.newPage();
    await other.goto('/');
    await other.getByText('1 entry is waiting for a connection').waitFor();
    await takeEntries(context);
    await Promise.all([page, other].map((tab) => tab.evaluate(comeOnline)));
    for (const tab of [page, other]) {
      await tab.getByText('1 entry was sent').waitFor();
      await closeCelebration(tab);
      assert.equal(await tab.locator('.entry').count(), 1);
    }
    assert.deepEqual(
      (await person.api('/mood')).moods.map(({ rating }) => rating),
      [4],
    );
  });
});

test('a note from a tab that was closed goes with the entry that another tab sends', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page, context) => {
    await refuseEntries(context);
    await signIn(page, person.username);
    await recordWaiting(page, '4');
    const other = await context.newPage();
    await other.goto('/');
    await other.getByText('1 entry is waiting for a connection').waitFor();
    await page.getByLabel(/Anything to remember/).fill('In the tunnel.');
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await page.getByText('Your note is kept.').waitFor();
    await page.close();
    await takeEntries(context);
    await other.evaluate(comeOnline);
    await other.getByText('1 entry was sent').waitFor();
    assert.deepEqual(
      (await person.api('/mood')).moods.map(({ note }) => note),
      ['In the tunnel.'],
    );
  });
});

test('a note that comes after its entry was sent is kept too', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page, context) => {
    await signIn(page, person.username);
    await context.setOffline(true);
    await recordWaiting(page, '5');
    await page.getByLabel(/Anything to remember/).fill('Out of the tunnel.');
    await context.setOffline(false);
    await page.getByText('1 entry was sent').waitFor();
    await closeCelebration(page);
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await page.getByText('Your note is kept.').waitFor();
    assert.deepEqual(
      (await person.api('/mood')).moods.map(({ note }) => note),
      ['Out of the tunnel.'],
    );
  });
});

test('a session that ends during a note leads to signing in, and the note is kept', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.keyboard.press('3');
    await closeCelebration(page);
    await page.getByLabel(/Anything to remember/).fill('Half a thought');
    const { sessions } = await person.api('/sessions');
    const own = sessions.find(({ kind }) => kind === 'cookie');
    await person.api(`/sessions/${own.id}`, { method: 'DELETE' });
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await page.getByText('Your session has ended').waitFor();
    await page.locator('dialog input[name=password]').fill(password);
    await page.locator('dialog button[type=submit]').click();
    await page.getByText('Your note is kept.').waitFor();
    assert.equal((await person.api('/mood')).moods[0].note, 'Half a thought');
  });
});

test('a wrong password is told, and nothing typed is lost', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await page.goto('/');
    await page.locator('.sign-switch button').click();
    await fillSignIn(page, person.username, 'not the password');
    await page.getByRole('alert').waitFor();
    assert.equal(await page.locator('input[name=username]').inputValue(), person.username);
  });
});

test('the first visit speaks the language of the browser, and the account keeps it', () =>
  inPage(browser, { locale: 'ru-RU' }, async (page) => {
    await signUp(page);
    assert.equal(await page.locator('html').getAttribute('lang'), 'ru');
    await page.keyboard.press('5');
    await page.getByText('Новое достижение').waitFor();
    await closeCelebration(page);
    assert.match(await page.locator('.streak-figure').innerText(), /^1\s+день подряд$/);
    await page.goto('/#/achievements');
    await page.getByRole('heading', { name: 'Достижения' }).waitFor();
    await page.locator('.medal-held').first().waitFor();
    assert.match(await page.locator('.medal-held h3').first().innerText(), /[а-яё]/i);
  }));

test('an export comes back as an import', async () => {
  const [one, other] = [await makePerson(), await makePerson()];
  await one.api('/mood', { body: { rating: 4, note: 'Kept.', tags: ['walk'] } });
  await inPage(browser, { acceptDownloads: true }, async (page) => {
    await signIn(page, one.username);
    await page.goto('/#/settings');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    const file = await download.path();
    assert.match(download.suggestedFilename(), /^daymark-.*\.csv$/);
    const { readFileSync } = await import('node:fs');
    // Excel reads it as UTF-8.
    assert.ok(readFileSync(file, 'utf8').startsWith('\uFEFFuid,mood,'));
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('.sign').waitFor();
    await signIn(page, other.username);
    await page.goto('/#/settings');
    const choose = page.locator('input[type=file]');
    await choose.setInputFiles({
      name: 'moods.csv',
      mimeType: 'text/csv',
      buffer: readFileSync(file),
    });
    await page.getByText('1 entry added, 0 skipped').waitFor();
    assert.equal((await other.api('/mood')).moods[0].note, 'Kept.');
    await choose.setInputFiles({
      name: 'bad.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('day,rating\r\n2026-03-04,9\r\n'),
    });
    await page.getByText('Nothing of the file was stored.').waitFor();
    await page.getByText('Row 1, rating: This must be').waitFor();
  });
});

test('a new password ends the other sessions, and one stays signed in', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/settings');
    await page.getByLabel('Current password').fill('wrong one');
    await page.getByLabel('New password').fill('another walk by the sea');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.locator('.field-wrong').waitFor();
    await page.getByLabel('Current password').fill(password);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('The password is changed').waitFor();
    await assert.rejects(person.api('/me'), /401/);
    await page.reload();
    await page.getByLabel('Current password').waitFor();
  });
});

test('deleting the account asks for the password, and leaves nothing', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/settings');
    await page.getByRole('button', { name: 'Delete my account…' }).click();
    await page.locator('dialog').getByLabel('Current password').fill(password);
    await page.getByRole('button', { name: 'Delete everything' }).click();
    await page.getByText('Your account is gone').waitFor();
    await assert.rejects(person.api('/me'), /401/);
  });
});

test('settings change the language, the zone and the start of the day', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/settings');
    await page.getByRole('button', { name: 'Use that' }).click();
    await page.getByText('Saved').waitFor();
    await page.getByLabel('A day starts at').selectOption('4');
    await page.waitForFunction(async () => (await (await fetch('/me')).json()).day_starts_at === 4);
    await page.getByRole('radio', { name: 'Русский' }).check();
    await page.getByRole('heading', { name: 'Настройки' }).waitFor();
    const account = await person.api('/me');
    assert.deepEqual(
      [account.time_zone, account.day_starts_at, account.language],
      ['Europe/Berlin', 4, 'ru'],
    );
  });
});

test('settings that are chosen while others are saved are saved too', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page, context) => {
    await signIn(page, person.username);
    await page.goto('/#/settings');
    let answer;
    const answering = new Promise((resolve) => {
      answer = resolve;
    });
    await context.route('/me', async (route) => {
      await answering;
      await route.continue();
    });
    await page.getByLabel('A day starts at').selectOption('4');
    await page.getByRole('radio', { name: 'Русский' }).check();
    assert.equal(await page.getByLabel('A day starts at').inputValue(), '4');
    answer();
    await page.getByRole('heading', { name: 'Настройки' }).waitFor();
    const account = await person.api('/me');
    assert.deepEqual([account.day_starts_at, account.language], [4, 'ru']);
  });
});

test('the page weighs little and asks for few things', () =>
  inPage(browser, {}, async (page) => {
    const answers = [];
    page.on('response', (response) => answers.push(response));
    await page.goto('/');
    await page.locator('.sign').waitFor();
    await page.waitForLoadState('networkidle');
    const sizes = await Promise.all(
      answers.map(async (answer) => (await answer.request().sizes()).responseBodySize),
    );
    const sum = sizes.reduce((all, size) => all + size, 0);
    assert.ok(answers.length <= 6, `${answers.length} requests`);
    assert.ok(sum <= 40 * 1024, `${sum} bytes`);
  }));
