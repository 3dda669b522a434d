import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { eventually } from '../../testkit/system.ts';
import { authorizationRequest, Browser, claimsOf, identify, tokensOf } from './browser.ts';
import { startDatabase, startIssuer, type IssuerServer, type TestDatabase } from './issuer-server.ts';

/** What stands in the place of a gateway: it keeps what it gets, and answers what it is told to. */
interface Receiver {
  url: string;
  tokens: string[];
  status: number;
  server: Server;
}

let database: TestDatabase;
let server: IssuerServer;
let receivers: [Receiver, Receiver];

async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = { url: '', tokens: [], status: 200, server: createServer() };
  receiver.server.on('request', (request, response) => {
    void text(request).then((body) => {
      receiver.tokens.push(new URLSearchParams(body).get('logout_token') ?? '');
      return response.writeHead(receiver.status).end();
    });
  });
  await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${(receiver.server.address() as AddressInfo).port}/backchannel-logout`;
  return receiver;
}

beforeAll(async () => {
  database = await startDatabase();
  receivers = [await startReceiver(), await startReceiver()];
  server = await startIssuer(database.db, { backchannelLogoutUrls: receivers.map(({ url }) => url) });
});
beforeEach(() => {
  for (const receiver of receivers) Object.assign(receiver, { tokens: [], status: 200 });
});
afterAll(async () => {
  await server?.close();
  for (const receiver of receivers ?? []) receiver.server.close();
  await database?.stop();
});

async function logIn(citizen = 'erika'): Promise<{ browser: Browser; access: JWTPayload; hint: string }> {
  const browser = new Browser();
  const request = authorizationRequest(server.issuer);
  const tokens = await tokensOf(
    server.issuer,
    await identify(browser, server.issuer, request, 'EID', citizen),
    request,
  );
  return { browser, access: await claimsOf(tokens.access_token, server.issuer), hint: tokens.id_token };
}

async function logOut(browser: Browser, hint: string): Promise<void> {
  const page = await (await browser.get(`${server.issuer}/session/end?id_token_hint=${hint}`)).text();
  const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page) ?? [];
  await browser.post(`${server.issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
}

async function verified(token: string) {
  const keys = createRemoteJWKSet(new URL(`${server.issuer}/jwks`));
  return jwtVerify(token, keys, { issuer: server.issuer, audience: 'playground', typ: 'logout+jwt' });
}

describe('When a citizen logs out', () => {
  test('every gateway has been told which session it was before the browser goes on', async () => {
    const { browser, access, hint } = await logIn();
    await logOut(browser, hint);
    for (const { tokens } of receivers) {
      expect(tokens).toHaveLength(1);
      const { payload } = await verified(tokens[0] ?? '');
      expect(payload).toMatchObject({
        sub: access.sub,
        sid: access['sid'],
        jti: expect.any(String),
        iat: expect.any(Number),
      });
      expect(payload['events']).toEqual({ 'http://schemas.openid.net/event/backchannel-logout': {} });
      expect(payload).not.toHaveProperty('nonce');
    }
  });

  test('nobody is told of the sessions that go on', async () => {
    const [first, second] = [await logIn(), await logIn()];
    expect(first.access['sid']).not.toBe(second.access['sid']);
    await logOut(first.browser, first.hint);
    const { payload } = await verified(receivers[0].tokens[0] ?? '');
    expect(payload['sid']).toBe(first.access['sid']);
    expect(receivers[0].tokens).toHaveLength(1);
  });

  test('and a gateway does not take it, it is told again until it does, also by another instance', async () => {
    const { browser, access, hint } = await logIn();
    receivers[1].status = 400;
    await logOut(browser, hint);
    const kept = await eventually('the notice', () =>
      database.db
        .selectFrom('logout_notice')
        .selectAll()
        .where('account_id', '=', String(access.sub))
        .executeTakeFirst(),
    );
    expect(kept).toMatchObject({ client_id: 'playground', session_id: access['sid'] });
    receivers[1].status = 200;
    await database.db
      .updateTable('logout_notice')
      .set({ due_at: new Date(0) })
      .execute();
    await eventually('another token', () => receivers[1].tokens.length === 2, 10_000);
    const [before, after] = await Promise.all(receivers[1].tokens.map((token) => verified(token)));
    expect(after?.payload).toMatchObject({ sid: access['sid'], sub: access.sub });
    expect(after?.payload.jti).not.toBe(before?.payload.jti);
    await eventually(
      'no notice to be left',
      async () => (await database.db.selectFrom('logout_notice').selectAll().execute()).length === 0,
      10_000,
    );
  });
});

test('When an account is deleted, every gateway is told that all of its sessions have ended', async () => {
  const { access } = await logIn('gertrud');
  await database.db.deleteFrom('account').where('id', '=', String(access.sub)).execute();
  await eventually('a logout token', () => receivers.every(({ tokens }) => tokens.length === 1), 10_000);
  const { payload } = await verified(receivers[0].tokens[0] ?? '');
  expect(payload.sub).toBe(access.sub);
  expect(payload).not.toHaveProperty('sid');
});

test('Nothing of who logged out stands in the log', async () => {
  const { browser, access, hint } = await logIn();
  receivers[0].status = 500;
  await logOut(browser, hint);
  await eventually('the failure in the log', () => server.logged.join('').includes('could not be told'));
  for (const secret of [access.sub, access['sid'], ...receivers[0].tokens]) {
    expect(server.logged.join('')).not.toContain(String(secret));
  }
});

test('Discovery says that sessions end through the back channel', async () => {
  const document = (await (await fetch(`${server.issuer}/.well-known/openid-configuration`)).json()) as object;
  expect(document).toMatchObject({ backchannel_logout_supported: true, backchannel_logout_session_supported: true });
});
