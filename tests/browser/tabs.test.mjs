// Two people at one browser: nothing of one comes into the journal, the storage or the view of the
// other one, and who leaves leaves nothing behind.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  closeCelebration,
  comeOnline,
  inPage,
  launch,
  recordWaiting,
  refuseEntries,
  signIn,
  signUp,
  takeEntries,
} from './pages.mjs';
import { ask, base, makePerson, password, until } from './people.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

// ── What the tests say of a page ──

const ratingsOf = async (person) =>
  (await person.api('/mood')).moods.map(({ rating }) => rating).sort();

const stored = (page) => page.evaluate(() => JSON.stringify({ ...localStorage }));

/** What the browser keeps: neither the person's account nor a word that they typed. */
async function assertNothingOf(person, page) {
  const kept = await stored(page);
  assert.doesNotMatch(kept, new RegExp(`\\b${person.account.id}\\b`), kept);
  assert.doesNotMatch(kept, /secret/i, kept);
}

const shows = (page, person) =>
  page.locator('.today-greeting', { hasText: person.username }).waitFor();

const signOut = async (page) => {
  await page.goto('/#/settings');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
};

/** Signs in in this browser, and tells no page of it. */
const signInUntold = (context, person) =>
  context.request.post('/login', {
    data: { username: person.username, password },
    headers: { Origin: base },
  });

/** Leaves a draft, a deletion that can be undone and a theme in the browser. */
async function leaveTraces(page, person) {
  await person.api('/mood', { body: { rating: 1, note: 'A secret to delete.' } });
  await page.reload();
  await page.locator('.entry').first().getByRole('button', { name: 'Delete' }).click();
  await page.keyboard.press('3');
  await page.getByLabel(/Anything to remember/).fill('A secret half typed');
  await page.evaluate(() => localStorage.setItem('daymark.theme', '"dark"'));
  await until(async () => /secret half typed/.test(await stored(page)));
}

async function endSessions(person) {
  const { sessions } = await person.api('/sessions');
  for (const { id, kind } of sessions)
    if (kind === 'cookie') await person.api(`/sessions/${id}`, { method: 'DELETE' });
}

/** A page of one person, another tab beside it, and somebody else. */
async function inTwoTabs(act, options = {}) {
  const [one, other] = [await makePerson(), await makePerson()];
  await inPage(browser, options, async (page, context) => {
    await signIn(page, one.username);
    const tab = await context.newPage();
    tab.setDefaultTimeout(10_000);
    await tab.goto('/');
    await shows(tab, one);
    await act({ one, other, page, tab, context });
  });
}

// ── A note does not land in another one's journal ──

test('a tab follows who signs out and in in another one', () =>
  inTwoTabs(async ({ one, other, page, tab }) => {
    await signOut(tab);
    await tab.locator('.sign').waitFor();
    await page.locator('.sign').waitFor();
    assert.doesNotMatch(await page.locator('body').innerText(), new RegExp(one.username));
    await signIn(tab, other.username);
    await shows(page, other);
    await page.keyboard.press('4');
    await closeCelebration(page);
    assert.deepEqual(await ratingsOf(one), []);
    assert.deepEqual(await ratingsOf(other), [4]);
    await assertNothingOf(one, page);
  }));

for (const [what, view, act] of [
  ['a key', '', (page) => page.keyboard.press('5')],
  ['the outbox', '', (page) => page.evaluate(comeOnline)],
  [
    'signing out',
    'settings',
    (page) => page.getByRole('button', { name: 'Sign out', exact: true }).click(),
  ],
  ['a deletion', 'journal', (page) => page.getByRole('button', { name: 'Delete' }).click()],
  ['a view', '', (page) => page.goto('/#/tasks')],
])
  test(`a tab that nobody told does nothing for somebody else: ${what}`, async () => {
    const [one, other] = [await makePerson(), await makePerson()];
    await one.api('/mood', { body: { rating: 1 } });
    await inPage(browser, {}, async (page, context) => {
      await refuseEntries(context);
      await signIn(page, one.username);
      await recordWaiting(page, '2');
      await page.goto(`/#/${view}`);
      await page.locator(`.view-${view || 'today'} h1`).waitFor();
      await page.waitForLoadState('networkidle');
      await takeEntries(context);
      await signInUntold(context, other);
      await act(page);
      await page.locator('.nav-who', { hasText: other.username }).waitFor();
      await page.goto('/#/');
      await shows(page, other);
      await page.evaluate(comeOnline);
      await page.waitForLoadState('networkidle');
      assert.equal(await page.locator('.entry').count(), 0);
      assert.deepEqual(await ratingsOf(other), []);
      assert.equal((await context.request.get('/me')).status(), 200);

      // What waits is kept for whose it is.
      await signOut(page);
      await page.getByText(/in this browser (has|have) not been sent yet/).waitFor();
      await signIn(page, one.username);
      await page.getByText(/(entry was|entries were) sent/).waitFor();
      assert.ok((await ratingsOf(one)).includes(2));
    });
  });

test('a file that is sent while somebody else signs in is not imported for them', async () => {
  const [one, other] = [await makePerson(), await makePerson()];
  await inPage(browser, {}, async (page, context) => {
    await signIn(page, one.username);
    await page.goto('/#/settings');
    await context.route('/mood/import', async (route) => {
      await signInUntold(context, other);
      await route.continue();
    });
    await page.locator('input[type=file]').setInputFiles({
      name: 'moods.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('day,rating\r\n2026-03-04,2\r\n'),
    });
    await shows(page, other);
    assert.deepEqual([...(await ratingsOf(one)), ...(await ratingsOf(other))], []);
  });
});

test('a page that is opened shows who is signed in, whoever was before', async () => {
  const [one, other] = [await makePerson(), await makePerson()];
  await one.api('/mood', { body: { rating: 1, note: 'A secret.' } });
  await inPage(browser, {}, async (page, context) => {
    await signIn(page, one.username);
    await page.locator('.entry').waitFor();
    await leaveTraces(page, one);
    await signInUntold(context, other);
    await page.reload();
    await shows(page, other);
    await page.getByText('Your first day starts here.').waitFor();
    assert.doesNotMatch(await stored(page), /secret/);
    assert.equal(await page.locator('.entry').count(), 0);
  });
});

test('a session that has ended is gone on with in all tabs', () =>
  inTwoTabs(async ({ one, page, tab }) => {
    await endSessions(one);
    for (const each of [page, tab]) {
      await each.keyboard.press('4');
      await each.getByText('Your session has ended').waitFor();
    }
    await tab.locator('dialog input[name=password]').fill(password);
    await tab.locator('dialog button[type=submit]').click();
    for (const each of [page, tab]) {
      await each.locator('dialog:has(input[name=password])').waitFor({ state: 'detached' });
      await closeCelebration(each).catch(() => undefined); // one of them has the first entry
      await each.getByText('Recorded: Good').waitFor();
    }
    assert.deepEqual(await ratingsOf(one), [4, 4]);
  }));

test('a page that the browser kept for "back" shows nobody who has left', async () => {
  const person = await makePerson();
  const keeping = await launch({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  try {
    await inPage(keeping, {}, async (page, context) => {
      await signIn(page, person.username);
      await page.goto('/docs/');
      const tab = await context.newPage();
      await tab.goto('/');
      await signOut(tab);
      await tab.locator('.sign').waitFor();
      await page.goBack();
      await page.locator('.sign').waitFor();
    });
  } finally {
    await keeping.close();
  }
});

// ── Who leaves leaves nothing behind ──

for (const [way, leave] of [
  [
    'signing out',
    async ({ page }) => {
      await signOut(page);
      await page.locator('.sign').waitFor();
    },
  ],
  [
    'signing out of a session that has just ended',
    async ({ page, one }) => {
      await page.context().route('/logout', async (route) => {
        await endSessions(one);
        await route.continue();
      });
      await signOut(page);
      await page.locator('.sign').waitFor();
    },
  ],
  [
    'deleting the account',
    async ({ page }) => {
      await page.goto('/#/settings');
      await page.getByRole('button', { name: 'Delete my account…' }).click();
      await page.locator('dialog').getByLabel('Current password').fill(password);
      await page.getByRole('button', { name: 'Delete everything' }).click();
      await page.getByText('Your account is gone').waitFor();
      await page.locator('.sign').waitFor();
    },
  ],
  [
    'giving up a session that has ended',
    async ({ page, one }) => {
      await endSessions(one);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Keep the note' }).click();
      await page.getByText('Your session has ended').waitFor();
      await page.getByRole('button', { name: 'Sign in as somebody else' }).click();
      await page.locator('.sign').waitFor();
    },
  ],
  [
    'a new password elsewhere, and somebody else who signs in',
    async ({ page, one, other }) => {
      await one.api('/me', {
        method: 'PATCH',
        body: { current_password: password, password: 'another walk by the sea' },
      });
      await page.reload();
      await page.locator('.sign').waitFor();
      await signIn(page, other.username);
      await shows(page, other);
    },
  ],
  [
    'a session that ended, and somebody new who signs up',
    async ({ page, one }) => {
      await endSessions(one);
      await page.reload();
      await page.locator('.sign').waitFor();
      await signUp(page);
    },
  ],
])
  test(`nothing is left of who leaves by ${way}`, async () => {
    const [one, other] = [await makePerson(), await makePerson()];
    await inPage(browser, {}, async (page, context) => {
      await signIn(page, one.username);
      const tab = await context.newPage();
      await tab.goto('/');
      await shows(tab, one);
      await leaveTraces(page, one);
      await leave({ page, one, other });
      await until(
        async () => !new RegExp(one.username).test(await tab.locator('body').innerText()),
      );
      await assertNothingOf(one, page);
      assert.match(await stored(page), /"daymark.theme":"\\"dark\\""/);
      assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
    });
  });

test('signing out sends what another tab has waiting', () =>
  inTwoTabs(async ({ one, page, tab, context }) => {
    await refuseEntries(context);
    await recordWaiting(page, '4');
    await takeEntries(context);
    await signOut(tab);
    await tab.locator('.sign').waitFor();
    await page.locator('.sign').waitFor();
    assert.deepEqual(await ratingsOf(one), [4]);
    await assertNothingOf(one, tab);
  }));

for (const [language, words] of Object.entries({
  en: {
    waiting: '2 entries are waiting for a connection',
    out: 'Sign out',
    unsent: '2 entries could not be sent yet. If you sign out now, they are lost.',
    anyway: 'Sign out all the same',
    cancel: 'Cancel',
  },
  ru: {
    waiting: '2 записи ждут связи',
    out: 'Выйти',
    unsent: '2 записи ещё не удалось отправить. Если выйти сейчас, они пропадут.',
    anyway: 'Всё равно выйти',
    cancel: 'Отмена',
  },
}))
  test(`signing out with entries that cannot be sent asks first: ${language}`, async () => {
    const person = await makePerson({ language });
    await inPage(browser, {}, async (page, context) => {
      await refuseEntries(context);
      await signIn(page, person.username);
      await Promise.all([page.waitForEvent('requestfailed'), page.keyboard.press('4')]);
      await recordWaiting(page, '5', words.waiting);
      await page.goto('/#/settings');
      const out = page.getByRole('button', { name: words.out, exact: true });
      await out.click();
      await page.locator('dialog').getByText(words.unsent).waitFor();
      await until(async () => {
        const { y, height } = await page.locator('dialog').boundingBox();
        return Math.abs(y - (page.viewportSize().height - height - y)) <= 2;
      });
      await page.locator('dialog').getByRole('button', { name: words.cancel }).click();
      await page.locator('dialog').waitFor({ state: 'detached' });
      assert.match(await stored(page), /outbox/);

      // What cannot be told to the server is not done here either.
      await out.click();
      await context.route('/logout', (route) => route.abort());
      await page.locator('dialog').getByRole('button', { name: words.anyway }).click();
      await page.locator('dialog').getByRole('alert').waitFor();
      assert.match(await stored(page), /outbox/);
      await context.unroute('/logout');
      await page.locator('dialog').getByRole('button', { name: words.anyway }).click();
      await page.locator('.sign').waitFor();
      await assertNothingOf(person, page);
      assert.deepEqual(await ratingsOf(person), []);
    });
  });

test('giving up a session says how many entries are lost by it', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page, context) => {
    await refuseEntries(context);
    await signIn(page, person.username);
    await recordWaiting(page, '4');
    await takeEntries(context);
    await endSessions(person);
    await page.evaluate(comeOnline);
    await page.getByText('Your session has ended').waitFor();
    await page.getByText('1 entry that has not been sent yet will be lost').waitFor();
    await page.getByRole('button', { name: 'Sign in as somebody else' }).click();
    await page.locator('.sign').waitFor();
    await assertNothingOf(person, page);
  });
});

test('an entry waits for its owner after the end of a session, and this is told', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page, context) => {
    await refuseEntries(context);
    await signIn(page, person.username);
    await recordWaiting(page, '4');
    await endSessions(person);
    await page.reload();
    await page.getByText('1 entry in this browser has not been sent yet').waitFor();
    await takeEntries(context);
    await signIn(page, person.username);
    await page.getByText('1 entry was sent').waitFor();
    assert.deepEqual(await ratingsOf(person), [4]);
  });
});

test('the server takes away nothing but its session and its cache', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page, context) => {
    await context.addCookies([{ name: 'neighbour', value: 'x', url: base }]);
    await signIn(page, person.username);
    await signOut(page);
    await page.locator('.sign').waitFor();
    assert.deepEqual(
      (await context.cookies()).map(({ name }) => name),
      ['neighbour', 'device'],
    );
    await assert.rejects(ask('/me'), /401/);
  });
});
