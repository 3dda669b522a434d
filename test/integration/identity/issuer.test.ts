import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { logIn } from '../../../subgraphs/identity/login/programmatic-login.ts';
import { generateSigningKey } from '../../../subgraphs/kit/signing-keys.ts';
import {
  authorizationRequest,
  Browser,
  claimsOf,
  identify,
  publishedKeys,
  redeem,
  tokensOf,
  type Tokens,
} from './browser.ts';
import {
  erika,
  playground,
  startDatabase,
  startIssuer,
  type IssuerServer,
  type TestDatabase,
} from './issuer-server.ts';

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

describe('a login', () => {
  test('gives a signed access token for the gateway that says who, how surely, and what for', async () => {
    const browser = new Browser();
    const request = authorizationRequest(issuer);
    const back = await identify(browser, issuer, request);
    expect(back.origin).toBe(playground);
    expect(back.searchParams.get('state')).toBe('some-state');
    expect(back.searchParams.get('iss')).toBe(issuer);

    const body = await tokensOf(issuer, back, request);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: 'profile:read vehicles:read' });
    const claims = await claimsOf(body.access_token, issuer);
    expect(claims).toMatchObject({
      sub: erika,
      client_id: 'playground',
      acr: 'HIGH',
      scope: 'profile:read vehicles:read',
    });
    expect(claims.jti).toEqual(expect.any(String));
    expect(claims['sid']).toEqual(expect.any(String));
    expect(claims.exp! - claims.iat!).toBe(600);
    expect(decodeProtectedHeader(body.access_token)).toMatchObject({
      alg: 'EdDSA',
      typ: 'at+jwt',
      kid: expect.any(String),
    });
    const idToken = await jwtVerify(body.id_token, createRemoteJWKSet(new URL(`${issuer}/jwks`)), {
      issuer,
      audience: 'playground',
    });
    expect(idToken.payload).toMatchObject({ sub: erika });
  });

  test('is remembered: a second request of the browser needs no identification and keeps the session', async () => {
    const browser = new Browser();
    const first = authorizationRequest(issuer);
    const a = await tokensOf(issuer, await identify(browser, issuer, first), first);
    const second = authorizationRequest(issuer, { prompt: 'none' });
    const back = (await browser.open(second.url, issuer)).url;
    const b = await tokensOf(issuer, back, second);
    expect((await claimsOf(b.access_token, issuer))['sid']).toBe((await claimsOf(a.access_token, issuer))['sid']);
  });

  test('grants no scope that was not asked for, and none that does not exist', async () => {
    const request = authorizationRequest(issuer, { scope: 'openid payments:read everything:delete' });
    const back = await identify(new Browser(), issuer, request);
    const body = await tokensOf(issuer, back, request);
    expect((await claimsOf(body.access_token, issuer))['scope']).toBe('payments:read');
  });

  test('can be cancelled, and the client is told', async () => {
    const browser = new Browser();
    const login = await browser.open(authorizationRequest(issuer).url, issuer);
    const answer = await browser.post(`${login.url.href}/cancel`, {});
    const back = await browser.open(answer.headers.get('location') ?? '', issuer);
    expect(back.url.searchParams.get('error')).toBe('access_denied');
  });

  test('works on another instance than the one that began it', async () => {
    const signingKeys = [await generateSigningKey()];
    const one = await startIssuer(database.db, { signingKeys });
    const two = await startIssuer(database.db, { signingKeys, issuer: one.issuer });
    const throughTwo = (url: string) => url.replace(one.issuer, two.address);
    const browser = new Browser();
    const request = authorizationRequest(one.issuer);
    const login = await browser.open(request.url, one.issuer);
    const answer = await browser.post(throughTwo(`${login.url.href}/EID`), { citizen: 'erika' });
    const back = await browser.get(throughTwo(answer.headers.get('location') ?? ''));
    const code = new URL(back.headers.get('location') ?? '').searchParams.get('code');
    const { access_token: token } = (await (await redeem(one.issuer, code, request.verifier)).json()) as Tokens;
    expect((await claimsOf(token, one.issuer)).sub).toBe(erika);
    await one.close();
    await two.close();
  });
});

async function codeOf() {
  const request = authorizationRequest(issuer);
  const back = await identify(new Browser(), issuer, request);
  return { code: back.searchParams.get('code'), verifier: request.verifier };
}

describe('a code', () => {
  test('is worth nothing with another verifier, and stays good for the right one', async () => {
    const { code, verifier } = await codeOf();
    const wrong = await redeem(issuer, code, 'x'.repeat(43));
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ error: 'invalid_grant' });
    expect((await redeem(issuer, code, verifier)).status).toBe(200);
  });

  test('can be redeemed once', async () => {
    const { code, verifier } = await codeOf();
    expect((await redeem(issuer, code, verifier)).status).toBe(200);
    const again = await redeem(issuer, code, verifier);
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('can be redeemed once even by ten requests at the same moment', async () => {
    const { code, verifier } = await codeOf();
    const answers = await Promise.all(Array.from({ length: 10 }, () => redeem(issuer, code, verifier)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  test('belongs to the client that asked for it', async () => {
    const { code, verifier } = await codeOf();
    const other = await redeem(issuer, code, verifier, {
      client_id: 'amtgraph-cli',
      redirect_uri: 'http://127.0.0.1/callback',
    });
    expect(other.status).toBe(400);
    const unknown = await redeem(issuer, code, verifier, { client_id: 'nobody' });
    expect(unknown.status).toBe(401);
  });
});

describe('an authorization request is refused', () => {
  test('with a page, and no way back, for a redirect URI that is not registered', async () => {
    const request = authorizationRequest(issuer, { redirect_uri: 'https://evil.example/' });
    const { url, response } = await new Browser().open(request.url, issuer);
    expect(url.href).toContain(issuer);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('invalid_redirect_uri');
  });

  test('for an unknown client', async () => {
    const { response } = await new Browser().open(authorizationRequest(issuer, { client_id: 'nobody' }).url, issuer);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('invalid_client');
  });

  test.each([
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }],
    ['with plain PKCE', { code_challenge_method: 'plain' }],
    ['for a token instead of a code', { response_type: 'token' }],
    ['for a resource other than the gateway', { resource: 'https://elsewhere.example/' }],
  ])('%s', async (_case, parameters) => {
    const { url } = await new Browser().open(authorizationRequest(issuer, parameters).url, issuer);
    expect(url.origin).toBe(playground);
    expect(`${url.search}${url.hash}`).toMatch(/error=(invalid_request|unsupported_response_type|invalid_target)/);
  });
});

describe('stepping up', () => {
  test('a session of too low a level has to identify again, by means that reach the level, as the same person', async () => {
    const browser = new Browser();
    const low = authorizationRequest(issuer);
    const before = await tokensOf(issuer, await identify(browser, issuer, low, 'PASSWORD'), low);
    expect((await claimsOf(before.access_token, issuer))['acr']).toBe('NORMAL');

    const high = authorizationRequest(issuer, { acr_values: 'HIGH' });
    const login = await browser.open(high.url, issuer);
    const page = await login.response.text();
    expect(page).toContain('/EID');
    expect(page).not.toContain('/PASSWORD');
    expect(page).not.toContain('/ELSTER');
    expect(page).toContain('Angemeldet als Erika Mustermann');
    expect((await browser.post(`${login.url.href}/PASSWORD`, { citizen: 'erika' })).status).toBe(404);

    const back = await identify(browser, issuer, high);
    const after = await tokensOf(issuer, back, high);
    const claims = await claimsOf(after.access_token, issuer);
    expect(claims['acr']).toBe('HIGH');
    expect(claims['sid']).toBe((await claimsOf(before.access_token, issuer))['sid']);
  });

  test('a session of a higher level than asked for is good enough', async () => {
    const browser = new Browser();
    await identify(browser, issuer, authorizationRequest(issuer), 'EID');
    const { url } = await browser.open(
      authorizationRequest(issuer, { acr_values: 'SUBSTANTIAL', prompt: 'none' }).url,
      issuer,
    );
    expect(url.searchParams.get('code')).toEqual(expect.any(String));
  });

  test('without a page is refused: the client has to ask the citizen', async () => {
    const browser = new Browser();
    await identify(browser, issuer, authorizationRequest(issuer), 'PASSWORD', 'max');
    const { url } = await browser.open(
      authorizationRequest(issuer, { acr_values: 'HIGH', prompt: 'none' }).url,
      issuer,
    );
    expect(url.searchParams.get('error')).toBe('login_required');
  });

  test('is not for another person than the one who is logged in', async () => {
    const browser = new Browser();
    await identify(browser, issuer, authorizationRequest(issuer), 'PASSWORD', 'max');
    const login = await browser.open(authorizationRequest(issuer, { acr_values: 'HIGH' }).url, issuer);
    const answer = await browser.post(`${login.url.href}/EID`, { citizen: 'erika' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('andere Person');
  });
});

describe('the login page', () => {
  test('refuses a citizen who does not have the means, and one who does not exist', async () => {
    const browser = new Browser();
    const login = await browser.open(authorizationRequest(issuer).url, issuer);
    const noCard = await browser.post(`${login.url.href}/EID`, { citizen: 'max' });
    expect(noCard.status).toBe(422);
    const nobody = await browser.post(`${login.url.href}/EID`, { citizen: 'nobody' });
    expect(nobody.status).toBe(422);
    expect(await nobody.text()).toContain('Diese Musterperson gibt es nicht');
    expect((await browser.get(`${login.url.href}/EID`)).status).toBe(200);
  });

  test('belongs to the browser that asked for it', async () => {
    const login = await new Browser().open(authorizationRequest(issuer).url, issuer);
    const other = new Browser();
    const answer = await other.post(`${login.url.href}/EID`, { citizen: 'erika' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });

  test('speaks the language of the client, then of the browser', async () => {
    const asked = await new Browser().open(authorizationRequest(issuer, { ui_locales: 'en de' }).url, issuer);
    expect(await asked.response.text()).toContain('<html lang="en">');
    const browser = new Browser();
    const { url } = await browser.open(authorizationRequest(issuer).url, issuer);
    expect(await (await browser.get(url.href, { 'accept-language': 'en-GB,en;q=0.9' })).text()).toContain('Log in');
    expect(await (await browser.get(url.href, { 'accept-language': 'fr' })).text()).toContain('Anmelden');
  });

  test('runs no script, cannot be framed, is not kept, and loads nothing but its own stylesheet', async () => {
    const { response } = await new Browser().open(authorizationRequest(issuer).url, issuer);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const page = await response.text();
    expect(page).not.toContain('<script');
    const [, stylesheet] = /<link rel="stylesheet" href="([^"]+)"/.exec(page) ?? [];
    const style = await fetch(new URL(stylesheet ?? '', issuer));
    expect(style.headers.get('content-type')).toContain('text/css');
    expect(style.headers.get('cache-control')).toContain('immutable');
  });
});

describe('the issuer', () => {
  test('describes itself by its configured URL, whatever host a request names', async () => {
    const response = await fetch(`${issuer}/.well-known/openid-configuration`, {
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });
    const discovery = await response.json();
    expect(discovery).toMatchObject({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      acr_values_supported: ['NORMAL', 'SUBSTANTIAL', 'HIGH'],
    });
    for (const endpoint of ['registration', 'introspection', 'userinfo', 'device_authorization'])
      expect(discovery).not.toHaveProperty(`${endpoint}_endpoint`);
    expect(JSON.stringify(discovery)).not.toContain('evil.example');
  });

  test('publishes public keys only', async () => {
    expect(await publishedKeys(issuer)).toEqual([
      { kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA', kid: expect.any(String), x: expect.any(String) },
    ]);
  });

  test('signs with the first of several keys and publishes all, so that keys can change', async () => {
    const [old, fresh] = [await generateSigningKey(), await generateSigningKey()];
    const rotated = await startIssuer(database.db, { signingKeys: [fresh, old] });
    const { accessToken } = await logIn({ issuer: rotated.issuer, citizen: 'erika', level: 'HIGH' });
    expect(decodeProtectedHeader(accessToken).kid).toBe(fresh.kid);
    const keys = await publishedKeys(rotated.issuer);
    expect(keys.map((key) => key.kid)).toEqual([fresh.kid, old.kid]);
    await rotated.close();
  });

  test('lets pages of the playground redeem codes, and pages of nobody else', async () => {
    const allowed = await redeem(issuer, 'none', 'x'.repeat(43), {}, { origin: playground });
    expect(allowed.headers.get('access-control-allow-origin')).toBe(playground);
    const foreign = await redeem(issuer, 'none', 'x'.repeat(43), {}, { origin: 'https://evil.example' });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    };
    expect((await fetch(`${issuer}/token`, preflight)).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('answers an address it does not have with a page of its own', async () => {
    const response = await new Browser().get(`${issuer}/nothing/here`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('not_found');
  });

  test('writes neither names nor codes nor tokens to its log', async () => {
    const { accessToken } = await logIn({ issuer, citizen: 'erika', level: 'HIGH' });
    await redeem(issuer, 'a-wrong-code', 'x'.repeat(43));
    const log = server.logged.join('');
    expect(log).toContain('somebody identified');
    for (const secret of ['Mustermann', erika, accessToken, 'a-wrong-code']) expect(log).not.toContain(secret);
  });
});
