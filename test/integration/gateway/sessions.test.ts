import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sendForm, startGateway, type Gateway } from './tokens/gateway.ts';
import { makeKey, type TokenChanges } from './tokens/issuer.ts';

const now = () => Math.floor(Date.now() / 1_000);
const event = 'http://schemas.openid.net/event/backchannel-logout';
let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
});

const access = (claims: Record<string, unknown>) => gateway.issuer.accessToken({ claims });
const logOut = async (changes: TokenChanges) => gateway.logOut(await gateway.issuer.logoutToken(changes));

async function expectRefused(response: Response): Promise<{ error: string; error_description: string }> {
  expect([response.status, response.headers.get('cache-control')]).toEqual([400, 'no-store']);
  const body = (await response.json()) as { error: string; error_description: string };
  expect(body).toEqual({ error: expect.any(String), error_description: expect.any(String) });
  return body;
}

describe('When the issuer says that a session has ended', () => {
  test('its tokens are refused at once, those that were in and those that were never seen', async () => {
    const claims = { sub: 'anna', sid: 'first of anna' };
    const [known, unseen] = [await access(claims), await access({ ...claims, acr: 'HIGH' })];
    expect((await gateway.ask(known)).status).toBe(200);
    const told = await logOut({ claims });
    expect([told.status, told.headers.get('cache-control'), await told.text()]).toEqual([200, 'no-store', '']);
    for (const token of [known, unseen]) {
      const { status, errors } = await gateway.ask(token);
      expect([status, errors?.[0]?.extensions]).toEqual([401, { code: 'UNAUTHENTICATED' }]);
      expect(errors?.[0]?.message).toContain('the session has ended');
    }
  });

  test('other sessions go on, also of the same person', async () => {
    const other = await access({ sub: 'berta', sid: 'second of berta' });
    await logOut({ claims: { sub: 'berta', sid: 'first of berta' } });
    expect((await gateway.ask(other)).status).toBe(200);
    expect((await gateway.ask(await access({ sub: 'carla', sid: 'of carla' }))).status).toBe(200);
  });

  test('no session is named: all that the person began before are over, and one begun later is not', async () => {
    const before = await access({ sub: 'dora', sid: 'first of dora', iat: now() - 10 });
    const undated = await access({ sub: 'dora', sid: 'second of dora', iat: undefined });
    expect((await gateway.ask(before)).status).toBe(200);
    expect((await logOut({ claims: { sub: 'dora', sid: undefined, iat: now() - 5 } })).status).toBe(200);
    expect((await gateway.ask(before)).status).toBe(401);
    expect((await gateway.ask(undated)).status).toBe(401);
    expect((await gateway.ask(await access({ sub: 'dora', sid: 'third of dora' }))).status).toBe(200);
    expect((await gateway.ask(await access({ sub: 'emil', sid: 'of emil', iat: now() - 10 }))).status).toBe(200);
  });

  test('the log says that, but not whose', async () => {
    await logOut({ claims: { sub: 'friedrich', sid: 'session-of-friedrich' } });
    expect(gateway.logged()).toContain('logged out by the issuer');
    expect(gateway.logged()).not.toContain('friedrich');
  });
});

describe('A logout token is refused with 400 and ends nothing', () => {
  const claims = { sub: 'gerda', sid: 'of gerda' };

  test.each<[string, Record<string, unknown>]>([
    ['of another issuer', { iss: 'https://issuer.example' }],
    ['for a client that is none of ours', { aud: 'somebody-else' }],
    ['for nobody', { aud: undefined }],
    ['without a time', { iat: undefined }],
    ['from long ago', { iat: now() - 600 }],
    ['from the future', { iat: now() + 600, exp: now() + 900 }],
    ['that has expired', { exp: now() - 61 }],
    ['that never expires', { exp: undefined }],
    ['without a jti', { jti: undefined }],
    ['with a jti that is no text', { jti: 7 }],
    ['with a nonce, as ID tokens have it', { nonce: 'n' }],
    ['without events', { events: undefined }],
    ['of another event', { events: { 'https://schemas.example/event/else': {} } }],
    ['whose event is no object', { events: { [event]: true } }],
    ['whose events are a list', { events: [event] }],
    ['of nobody', { sub: undefined, sid: undefined }],
    ['of an empty session', { sid: '' }],
    ['of a session that is no text', { sid: { $ne: '' } }],
  ])('%s', async (_, changed) => {
    const token = await access(claims);
    const { error } = await expectRefused(await logOut({ claims: { ...claims, ...changed } }));
    expect(error).toBe('invalid_request');
    expect((await gateway.ask(token)).status).toBe(200);
  });

  test('when somebody else signed it', async () => {
    await expectRefused(await logOut({ claims, key: await makeKey('first') }));
    expect((await gateway.ask(await access(claims))).status).toBe(200);
  });

  test('when it comes a second time', async () => {
    const token = await gateway.issuer.logoutToken({ claims: { sub: 'hans', sid: 'of hans' } });
    expect((await gateway.logOut(token)).status).toBe(200);
    expect((await expectRefused(await gateway.logOut(token))).error_description).toMatch(/used before/);
  });

  test('when it is an access token', async () => {
    const token = await access(claims);
    await expectRefused(await gateway.logOut(token));
    expect((await gateway.ask(token)).status).toBe(200);
  });

  test('when there is none, two of them, or something else', async () => {
    const token = await gateway.issuer.logoutToken({ claims });
    await expectRefused(await sendForm(gateway.url, new URLSearchParams()));
    await expectRefused(
      await sendForm(
        gateway.url,
        new URLSearchParams([
          ['logout_token', token],
          ['logout_token', token],
        ]),
      ),
    );
    await expectRefused(await gateway.logOut('x'.repeat(10_000)));
    await expectRefused(await gateway.logOut('x'.repeat(100_000)));
    await expectRefused(
      await fetch(`${gateway.url}/backchannel-logout`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ logout_token: token }),
      }),
    );
    expect((await fetch(`${gateway.url}/backchannel-logout?logout_token=${token}`)).status).toBe(404);
    expect((await gateway.ask(await access(claims))).status).toBe(200);
  });

  test('while its key cannot be read, with the advice to try again', async () => {
    await using alone = await startGateway();
    const token = await alone.issuer.logoutToken();
    alone.issuer.isDown = true;
    expect((await expectRefused(await alone.logOut(token))).error).toBe('temporarily_unavailable');
  });
});
