import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { authorizationRequest, Browser, identify, redeem, tokensOf } from './browser.ts';
import { playground, startDatabase, startIssuer, type IssuerServer, type TestDatabase } from './issuer-server.ts';

let database: TestDatabase;
let server: IssuerServer;
let issuer: string;

beforeAll(async () => {
  database = await startDatabase();
  server = await startIssuer(database.db);
  issuer = server.issuer;
});

afterAll(async () => {
  await server?.close();
  await database?.stop();
});

describe('the end of a session', () => {
  test('comes by itself when nobody uses it', async () => {
    const shortLived = await startIssuer(database.db, { lifetimes: { session: 1 }, clockTolerance: 0 });
    const browser = new Browser();
    await identify(browser, shortLived.issuer, authorizationRequest(shortLived.issuer));
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const { url } = await browser.open(
      authorizationRequest(shortLived.issuer, { prompt: 'none' }).url,
      shortLived.issuer,
    );
    expect(url.searchParams.get('error')).toBe('login_required');
    await shortLived.close();
  });

  test('comes when the account is deleted: a code is worth nothing any more, and somebody has to log in', async () => {
    const browser = new Browser();
    const request = authorizationRequest(issuer);
    const back = await identify(browser, issuer, request, 'EID', 'gertrud');
    await database.db.deleteFrom('account').where('given_names', '=', 'Gertrud').execute();
    expect((await redeem(issuer, back.searchParams.get('code'), request.verifier)).status).toBe(400);
    const silent = await browser.open(authorizationRequest(issuer, { prompt: 'none' }).url, issuer);
    expect(silent.url.searchParams.get('error')).toBe('login_required');
    const { response } = await browser.open(authorizationRequest(issuer).url, issuer);
    expect(await response.text()).toContain('Anmelden');
  });

  test('comes when the citizen logs out, after a question', async () => {
    const browser = new Browser();
    const request = authorizationRequest(issuer);
    const back = await identify(browser, issuer, request);
    const { id_token: hint } = await tokensOf(issuer, back, request);
    const query = new URLSearchParams({
      id_token_hint: hint,
      post_logout_redirect_uri: `${playground}/`,
      ui_locales: 'en',
    });
    const page = await (await browser.get(`${issuer}/session/end?${String(query)}`)).text();
    expect(page).toContain('Would you like to log out?');
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page) ?? [];
    expect((await browser.post(`${issuer}/session/end/confirm`, { xsrf: 'forged', logout: 'yes' })).status).toBe(400);
    const done = await browser.post(`${issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
    expect(done.headers.get('location')).toBe(`${playground}/`);
    const { url } = await browser.open(authorizationRequest(issuer, { prompt: 'none' }).url, issuer);
    expect(url.searchParams.get('error')).toBe('login_required');
  });
});
