// Tasks, people and administration in a browser, on the whole service.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { holdAnswer, inPage, launch, openPage, signIn } from './pages.mjs';
import { makeAdmin, makePerson, newName, until } from './people.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('tasks fit into a day until its limit, and no further', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/tasks');
    await page.getByText('An empty list').waitFor();
    for (const title of [
      'Water the plants',
      'Call grandmother',
      'Buy bread',
      'Read a chapter',
      'Go for a walk',
    ]) {
      await page.getByLabel('What do you want to get done?').fill(title);
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.locator('.task-title', { hasText: title }).waitFor();
    }
    await page.getByText('That is enough for today').waitFor();
    assert.equal(await page.getByLabel('What do you want to get done?').count(), 0);
    await page.getByText('5 of 5 used').waitFor();
  });
});

test('a limit that is reached elsewhere is told', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/tasks');
    await page.getByLabel('What do you want to get done?').fill('One too many');
    for (let number = 1; number <= 5; ++number)
      await person.api('/task', { body: { title: `Task ${number}` } });
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('That is enough for today').waitFor();
    assert.equal((await person.api('/task')).tasks.length, 5);
  });
});

test('a task is ticked off, edited, deleted and brought back', async () => {
  const person = await makePerson();
  await person.api('/task', { body: { title: 'Water the plants' } });
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/tasks');
    await page.getByRole('checkbox').check();
    await page.getByText('All done.').waitFor();
    await page.getByRole('button', { name: 'Edit: Water the plants' }).click();
    await page.locator('dialog').getByLabel(/^Note/).fill('The fern, too.');
    await page.locator('dialog').getByRole('button', { name: 'Save' }).click();
    await page.locator('.task-note', { hasText: 'The fern, too.' }).waitFor();
    await page.getByText('Saved').waitFor();
    const [task] = (await person.api('/task')).tasks;
    assert.deepEqual([task.done, task.note], [true, 'The fern, too.']);
    await page.getByRole('button', { name: 'Delete: Water the plants' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.task-title').waitFor();
    assert.equal((await person.api('/task')).tasks.length, 1);
  });
});

test('a page of tasks that is older than a change does not undo it', async () => {
  const person = await makePerson();
  await person.api('/task', { body: { title: 'Water the plants' } });
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/tasks');
    await page.getByRole('checkbox').waitFor();
    const older = await holdAnswer(page, '/task');
    await page.getByRole('checkbox').check();
    await older.taken;
    await page.getByRole('button', { name: 'Edit: Water the plants' }).click();
    await page.locator('dialog').getByLabel(/^Note/).fill('The fern, too.');
    await page.locator('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    await older.release();
    assert.equal(await page.locator('.task-note').innerText(), 'The fern, too.');
  });
});

test('the deletion of a task is sent when the page closes', async () => {
  const person = await makePerson();
  await person.api('/task', { body: { title: 'Water the plants' } });
  const { context, page } = await openPage(browser);
  await signIn(page, person.username);
  await page.goto('/#/tasks');
  await page.getByRole('button', { name: 'Delete: Water the plants' }).click();
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  assert.equal((await person.api('/task')).tasks.length, 1);
  await page.close({ runBeforeUnload: true });
  await until(async () => (await person.api('/task')).tasks.length === 0);
  await context.close();
});

test('somebody is looked up by name, and speaks their own language', async () => {
  const [person, other] = [await makePerson(), await makePerson({ language: 'ru' })];
  await other.api('/mood', { body: { rating: 5 } });
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.goto('/#/people');
    await page.getByLabel('Name').fill(other.username.toUpperCase());
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('heading', { name: other.username }).waitFor();
    assert.match(await page.locator('.medal h3[lang=ru]').first().innerText(), /[а-яё]/i);
    await page.getByLabel('Name').fill('nobody-of-this-name');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('Nobody here is called nobody-of-this-name.').waitFor();
  });
});

test('a name that is typed as soon as there is a field for it stays', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    await page.evaluate((name) => {
      new MutationObserver((_, observer) => {
        const field = document.querySelector('input[type=search]');
        if (!field) return;
        observer.disconnect();
        field.value = name;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }).observe(document.body, { childList: true, subtree: true });
      location.hash = '#/people';
    }, person.username);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('heading', { name: person.username }).waitFor();
  });
});

test('administration is for administrators', async () => {
  const person = await makePerson();
  await inPage(browser, {}, async (page) => {
    await signIn(page, person.username);
    assert.equal(await page.getByRole('link', { name: 'Administration' }).count(), 0);
    await page.goto('/#/admin');
    await page.locator('.hero').waitFor();
  });
});

test('an administrator adds, awards and takes back an achievement, and pins a limit', async () => {
  const [admin, other] = [await makePerson(), await makePerson()];
  makeAdmin(admin);
  const code = newName('snow');
  await inPage(browser, {}, async (page) => {
    await signIn(page, admin.username);
    await page.goto('/#/admin');
    await page.getByLabel('Code').fill(code);
    await page.getByLabel('Points').fill('50');
    await page.getByLabel('Name in English').fill(`First snow ${code}`);
    await page.getByLabel('Name in Russian').fill(`Первый снег ${code}`);
    await page.getByLabel('Description in English').fill('You saw it first.');
    await page.getByLabel('Description in Russian').fill('Вы увидели его первыми.');
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText('is in the catalogue').waitFor();

    await page.getByLabel('To whom').fill(other.username);
    await page.getByLabel('Achievement', { exact: true }).selectOption(code);
    await page.getByLabel(/^As of/).fill('2026-01-04T08:30');
    await page.getByRole('button', { name: 'Award it' }).click();
    await page.getByText(`${other.username} holds First snow`).waitFor();
    const held = async () =>
      (await admin.api(`/users/${other.username}/achievements`)).achievements;
    assert.equal((await held())[0].awarded_at, '2026-01-04T08:30:00Z');
    await page.getByRole('button', { name: 'Award it' }).click();
    await page.getByText(`${other.username} has had it since`).waitFor();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('Taken back').waitFor();
    assert.deepEqual(await held(), []);

    const limits = page.locator('section', {
      has: page.getByRole('heading', { name: 'Pin a task limit' }),
    });
    await limits.getByLabel('Name').fill(other.username);
    await limits.getByLabel(/^Tasks a day/).fill('7');
    await limits.getByRole('button', { name: 'Set the limit' }).click();
    await page.getByText(`${other.username}: 7 tasks a day (pinned).`).waitFor();
    assert.equal((await other.api('/task')).limit, 7);
  });
});
