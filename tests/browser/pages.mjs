// A browser for the tests: Debian's Chromium, without a window. Whatever a page complains about
// fails its test.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { base, newName, password } from './people.mjs';

export const launch = (options = {}) =>
  chromium.launch({
    ...options,
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // Root's Chromium has no sandbox, and /dev/shm of containers is small.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
  });

/** What the browser itself says about an answer that a test wants to be an error. */
const isAboutStatus = (text) => text.startsWith('Failed to load resource');

/**
 * A page of a browser of its own; `complaints` are what it wrote to its console, and requests to
 * other origins.
 */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    baseURL: base,
    ...options,
  });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isAboutStatus(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('blob:'))
      complaints.push(`a request to ${request.url()}`);
  });
  page.setDefaultTimeout(10_000);
  return { context, page, complaints };
}

/** Runs a test in a page, and fails with whatever the page complained about. */
export async function inPage(browser, options, act) {
  const { context, page, complaints } = await openPage(browser, options);
  try {
    await act(page, context);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

export async function signUp(page, username = newName()) {
  await page.goto('/');
  await page.locator('input[name=username]').fill(username);
  await page.locator('input[name=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.locator('.hero').waitFor();
  return username;
}

export async function signIn(page, username, word = password) {
  await page.goto('/');
  await page.locator('.sign-switch button').click();
  await fillSignIn(page, username, word);
  await page.locator('.hero').waitFor();
}

export async function fillSignIn(page, username, word = password) {
  await page.locator('input[name=username]').fill(username);
  await page.locator('input[name=password]').fill(word);
  await page.locator('form:has(input[name=password]) button[type=submit]').click();
}

export const closeCelebration = (page) => page.locator('.celebration .button').click();

/**
 * Holds back the next answer to a GET of `path`. `taken` resolves when the server has given it;
 * `release` when the page has had it.
 */
export async function holdAnswer(page, path) {
  let [take, letGo, held] = [];
  const taken = new Promise((resolve) => (take = resolve));
  const released = new Promise((resolve) => (letGo = resolve));
  await page.route(
    ({ pathname }) => pathname === path,
    async (route) => {
      if (held || route.request().method() !== 'GET') return route.continue();
      held = route.request();
      const response = await route.fetch();
      take();
      await released;
      await route.fulfill({ response });
    },
  );
  const release = async () => {
    const had = page.waitForEvent('requestfinished', (request) => request === held);
    letGo();
    await had;
    // Two frames: what the page does about it is shown.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  };
  return { taken, release };
}

// ── Entries that wait for a connection ──

const isEntry = ({ pathname }) => pathname === '/mood';

/** Only entries cannot be sent: the page itself and all else can. */
export const refuseEntries = (context) =>
  context.route(isEntry, (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
export const takeEntries = (context) => context.unroute(isEntry);

/** Records a mood, without a connection, until it is told that it waits. */
export async function recordWaiting(page, key, told = '1 entry is waiting for a connection') {
  // It is told as soon as it is stored, and is still to be sent then.
  await Promise.all([page.waitForEvent('requestfailed'), page.keyboard.press(key)]);
  await page.getByText(told).waitFor();
}

/** To be run in a page. */
export const comeOnline = () => dispatchEvent(new Event('online'));
