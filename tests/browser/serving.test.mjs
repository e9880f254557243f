// How nginx serves the page: strictly, compressed, and for ever where a name has a hash.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base } from './people.mjs';

const get = (path, options) => fetch(base + path, { redirect: 'manual', ...options });
const policyOf = (answer) =>
  Object.fromEntries(
    answer.headers
      .get('Content-Security-Policy')
      .split('; ')
      .map((directive) => directive.split(' '))
      .map(([name, ...values]) => [name, values.join(' ')]),
  );

test('the page lets nothing in but its own files', async () => {
  const answer = await get('/');
  const policy = policyOf(answer);
  assert.equal(policy['default-src'], "'none'");
  for (const name of [
    'script-src',
    'style-src',
    'img-src',
    'connect-src',
    'font-src',
    'manifest-src',
  ])
    assert.equal(policy[name], "'self'", name);
  assert.equal(policy['frame-ancestors'], "'none'");
  assert.equal(policy['base-uri'], "'none'");
  assert.equal(answer.headers.get('X-Content-Type-Options'), 'nosniff');
  assert.equal(answer.headers.get('Referrer-Policy'), 'no-referrer');
  assert.equal(answer.headers.get('Cross-Origin-Opener-Policy'), 'same-origin');
  const text = await answer.text();
  assert.doesNotMatch(text, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
});

test('only the page of the API may style inline', async () => {
  const policy = policyOf(await get('/docs/'));
  assert.equal(policy['style-src'], "'self' 'unsafe-inline'");
  assert.equal(policy['script-src'], "'self'");
});

test('whatever is text says in which charset', async () => {
  const files = [...(await (await get('/')).text()).matchAll(/"(\/assets\/[^"]+)"/g)];
  for (const path of [
    '/',
    '/docs/',
    '/icon.svg',
    '/openapi.yaml',
    ...files.map(([, file]) => file),
  ])
    assert.match((await get(path)).headers.get('Content-Type'), /; charset=utf-8$/, path);
});

test('a file with a hash never changes, and comes compressed', async () => {
  const page = await (await get('/')).text();
  const files = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path);
  assert.ok(files.length >= 3);
  for (const path of files) {
    const answer = await get(path, { headers: { 'Accept-Encoding': 'gzip' } });
    assert.equal(answer.status, 200, path);
    assert.match(answer.headers.get('Cache-Control'), /immutable/);
    assert.equal(answer.headers.get('Content-Encoding'), 'gzip');
    assert.match(answer.headers.get('Vary'), /Accept-Encoding/);
    assert.equal(answer.headers.get('X-Content-Type-Options'), 'nosniff');
  }
  assert.equal((await get('/')).headers.get('Cache-Control'), 'no-cache');
});

test('the document of the API comes compressed, too', async () => {
  const answer = await get('/openapi.yaml', { headers: { 'Accept-Encoding': 'gzip' } });
  assert.equal(answer.headers.get('Content-Encoding'), 'gzip');
  assert.match(answer.headers.get('Vary'), /Accept-Encoding/);
  assert.match(await answer.text(), /^openapi: 3/);
});

test('what is no file of the page is a problem like others', async () => {
  for (const [path, method, status, code] of [
    ['/assets/none.js', 'GET', 404, 'not-found'],
    ['/assets/', 'GET', 404, 'not-found'],
    ['/docs/none', 'GET', 404, 'not-found'],
    ['/index.html', 'GET', 404, 'not-found'],
    ['/', 'POST', 405, 'method-not-allowed'],
    ['/docs/', 'DELETE', 405, 'method-not-allowed'],
  ]) {
    const answer = await get(path, { method });
    assert.equal(answer.status, status, `${method} ${path}`);
    assert.equal((await answer.json()).code, code);
    if (status === 405) assert.equal(answer.headers.get('Allow'), 'GET, HEAD');
  }
});

test('HEAD works where GET does', async () => {
  for (const path of ['/', '/docs/', '/icon.svg', '/manifest.webmanifest']) {
    const answer = await get(path, { method: 'HEAD' });
    assert.equal(answer.status, 200, path);
    assert.equal(await answer.text(), '');
  }
});

test('the way to the API is found without its last slash', async () => {
  const answer = await get('/docs');
  assert.equal(answer.status, 308);
  assert.equal(answer.headers.get('Location'), '/docs/');
});
