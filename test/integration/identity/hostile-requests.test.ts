import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { authorizationRequest, Browser } from './browser.ts';
import { startDatabase, startIssuer, type IssuerServer, type TestDatabase } from './issuer-server.ts';

let database: TestDatabase;
let server: IssuerServer;

beforeAll(async () => {
  database = await startDatabase();
  server = await startIssuer(database.db);
});

afterAll(async () => {
  await server?.close();
  await database?.stop();
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };

test.each<[string, string, RequestInit]>([
  [
    'a form far too large for a login',
    '/login/x/EID',
    { method: 'POST', headers: form, body: `citizen=${'a'.repeat(100_000)}` },
  ],
  [
    'a form far too large for a token',
    '/token',
    { method: 'POST', headers: form, body: `code=${'a'.repeat(1_000_000)}` },
  ],
  [
    'a login as JSON',
    '/login/x/EID',
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"citizen":"erika"}' },
  ],
  [
    'a token request as JSON',
    '/token',
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
  ],
  [
    'a token request of a kind that is off',
    '/token',
    { method: 'POST', headers: form, body: 'grant_type=client_credentials&client_id=playground' },
  ],
  [
    'a refresh, which is off',
    '/token',
    { method: 'POST', headers: form, body: 'grant_type=refresh_token&client_id=playground&refresh_token=x' },
  ],
  [
    'a registration, which is off',
    '/reg',
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
  ],
  ['an introspection, which is off', '/token/introspection', { method: 'POST', headers: form, body: 'token=x' }],
  ['a login nobody began', '/login/__proto__', {}],
  ['a broken escape in the path', '/login/%E0%A4%A', {}],
  ['another method', '/login/x', { method: 'DELETE' }],
  ['parameters given twice', '/auth?client_id=playground&client_id=amtgraph-cli', {}],
  ['a client whose name no database can hold', '/auth?client_id=%00&state=%00', {}],
  ['a login whose name no database can hold', '/login/%00', {}],
  ['a login to resume whose name no database can hold', '/auth/%00', {}],
  [
    'a code that no database can hold',
    '/token',
    {
      method: 'POST',
      headers: form,
      body: 'grant_type=authorization_code&client_id=playground&code=%00&redirect_uri=http%3A%2F%2F127.0.0.1%3A4000%2F',
    },
  ],
  [
    'a cookie that was not signed',
    '/auth/some-login',
    { headers: { cookie: 'amtgraph_resume=some-login; amtgraph_resume.sig=forged' } },
  ],
])('%s is refused with a 4xx that shows nothing of the inside', async (_case, path, init) => {
  const response = await fetch(server.issuer + path, { ...init, redirect: 'manual' });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  const text = await response.text();
  expect(text.length).toBeLessThan(16_384);
  expect(text).not.toMatch(/node_modules|at .*\.[jt]s:|SELECT|login_record/);
});

test('what comes in parameters comes back as text, never as markup', async () => {
  const attack = '"><script>alert(1)</script>';
  const { response } = await new Browser().open(
    authorizationRequest(server.issuer, { client_id: attack }).url,
    server.issuer,
  );
  expect(await response.text()).not.toContain('<script>');
  const browser = new Browser();
  const login = await browser.open(authorizationRequest(server.issuer).url, server.issuer);
  const answer = await browser.post(`${login.url.href}/EID`, { citizen: attack });
  expect(await answer.text()).not.toContain('<script>');
});

test('a session cookie of somebody else that was not signed opens nothing', async () => {
  const cookie = 'amtgraph_session=guessed; amtgraph_session.sig=guessed';
  const { url } = authorizationRequest(server.issuer, { prompt: 'none' });
  const response = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  expect(response.headers.get('location')).toContain('error=login_required');
});

test('two logins in one browser do not get in each other’s way', async () => {
  const browser = new Browser();
  const first = await browser.open(authorizationRequest(server.issuer).url, server.issuer);
  const second = await browser.open(authorizationRequest(server.issuer).url, server.issuer);
  expect(first.url.href).not.toBe(second.url.href);
  for (const { url } of [first, second]) {
    expect((await browser.get(url.href)).status).toBe(200);
  }
  expect((await browser.post(`${first.url.href}/EID`, { citizen: 'erika' })).status).toBe(303);
});

test('nothing of all that was our own failure', () => {
  expect(server.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
});
