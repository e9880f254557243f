// People for the browser tests: each test has an account of its own.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

export const base = process.env.DAYMARK_TEST_URL;
if (!base) throw new Error('DAYMARK_TEST_URL says where the service answers');

export const password = 'a long walk by the sea';
export const newName = (start = 'walker') => `${start}-${randomBytes(5).toString('hex')}`;

/** Makes an account and gives a function that asks the API as it. */
export async function makePerson(settings = {}) {
  const username = newName();
  const { bearer_token: token, account } = await ask('/auth/signup', {
    body: { username, password, ...settings },
  });
  return { username, account, api: (path, options = {}) => ask(path, { ...options, token }) };
}

export async function ask(path, { method, body, token, headers = {} } = {}) {
  const response = await fetch(base + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`${method ?? ''} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
}

/** Waits for something that happens on the server by itself. */
export async function until(isSo, deadlineMs = 10_000) {
  const end = Date.now() + deadlineMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** As whoever runs the service does it. */
export const makeAdmin = ({ username }) =>
  execFileSync(
    process.env.DAYMARK,
    ['admin', username, '--state', process.env.DAYMARK_TEST_STATE],
    { stdio: 'pipe' },
  );
