import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import { exportSPKI, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { whileOthersAsk, type SmallQuestion } from '../../testkit/others-served.ts';
import { listening, type Closers, type GatewayAnswer } from './running-gateway.ts';
import { startGateway, type Gateway } from './tokens/gateway.ts';
import { makeKey, type KeyPair } from './tokens/issuer.ts';

const now = () => Math.floor(Date.now() / 1_000);
const closers: Closers = [];
let gateway: Gateway;
let attacker: KeyPair;
/** A server of the attacker's with his keys, and how often it was asked. */
let [evil, visits] = ['', 0];

beforeAll(async () => {
  gateway = await startGateway();
  attacker = await makeKey('first');
  const server = createServer((_request, response) => {
    visits += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [attacker.jwk] }));
  });
  evil = await listening(server, closers);
});
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  for (const close of closers) await close();
});

/** 401 with the closed set's code; nothing of the token in the answer or the log. */
async function expectRefused(token: string, status = 401): Promise<GatewayAnswer> {
  const answer = await gateway.ask(token);
  expect(answer.status).toBe(status);
  if (status === 401) expect(answer.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
  const parts = token.split('.').filter((part) => part.length >= 8);
  const told = answer.text + JSON.stringify([...answer.headers]) + gateway.logged();
  for (const part of [...parts, 'erika']) expect(told).not.toContain(part);
  return answer;
}

const claims = (): JWTPayload => ({
  iss: gateway.issuer.url,
  aud: 'amtgraph-gateway',
  sub: 'erika',
  sid: 'of erika',
  iat: now(),
  exp: now() + 300,
});

/** A token with the public key, in one of the forms in which libraries take it, as the shared secret. */
async function signedWithPublicKey(form: 'PEM' | 'JWK' | 'raw'): Promise<string> {
  const { publicKey, jwk } = gateway.issuer.keys[0] as KeyPair;
  const secrets = {
    PEM: Buffer.from(await exportSPKI(publicKey)),
    JWK: Buffer.from(JSON.stringify(jwk)),
    raw: Buffer.from(String(jwk.x), 'base64url'),
  };
  return new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: jwk.kid }).sign(secrets[form]);
}

/** With another payload under the signature of a good token. */
function withPayload(token: string, payload: JWTPayload): string {
  const [header, , signature] = token.split('.');
  return [header, Buffer.from(JSON.stringify(payload)).toString('base64url'), signature].join('.');
}

describe('A token of the issuer', () => {
  test('lets its bearer in', async () => {
    expect(await gateway.ask(await gateway.issuer.accessToken())).toMatchObject({
      status: 200,
      data: { __typename: 'Query' },
    });
  });

  test('may have expired a moment ago by this clock, or begin in a moment', async () => {
    const { issuer } = gateway;
    expect((await gateway.ask(await issuer.accessToken({ claims: { exp: now() - 30 } }))).status).toBe(200);
    expect((await gateway.ask(await issuer.accessToken({ claims: { nbf: now() + 30 } }))).status).toBe(200);
  });
});

describe('A token is refused with 401, and nothing of it is told or logged,', () => {
  test('when it says that it needs no signature', async () => {
    await expectRefused(new UnsecuredJWT(claims()).encode());
    const header = Buffer.from('{"alg":"nOnE","kid":"first"}').toString('base64url');
    const [, payload] = (await gateway.issuer.accessToken()).split('.');
    await expectRefused(`${header}.${payload}.`);
    await expectRefused(`${header}.${payload}.c2lnbmF0dXJl`);
  });

  test.each(['PEM', 'JWK', 'raw'] as const)(
    'when it is signed by HS256 with the public key (%s) as the secret',
    async (form) => {
      await expectRefused(await signedWithPublicKey(form));
    },
  );

  test('when another key signed it, under the name of a key of the issuer or its own', async () => {
    await expectRefused(await gateway.issuer.accessToken({ key: attacker }));
    await expectRefused(await gateway.issuer.accessToken({ key: await makeKey('of somebody else') }));
  });

  test('when its payload was exchanged', async () => {
    await expectRefused(withPayload(await gateway.issuer.accessToken(), { ...claims(), sub: 'somebody else' }));
  });

  test.each([
    ['jku', () => ({ jku: `${evil}/jwks` })],
    ['x5u', () => ({ x5u: `${evil}/certificate` })],
    ['jwk', () => ({ jwk: attacker.jwk })],
    ['x5c', () => ({ x5c: [Buffer.from('a certificate').toString('base64')] })],
    ['jku, x5u and jwk under a foreign kid', () => ({ jku: evil, x5u: evil, jwk: attacker.jwk, kid: 'foreign' })],
  ])('when its header brings its own key: %s; that is never fetched', async (_, header) => {
    await expectRefused(await gateway.issuer.accessToken({ key: attacker, header: header() }));
    expect(visits).toBe(0);
  });

  test('when its header demands an extension that nobody here knows', async () => {
    const { privateKey } = gateway.issuer.keys[0] as KeyPair;
    const token = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'EdDSA', kid: 'first', crit: ['pay'], pay: true })
      .sign(privateKey, { crit: { pay: true } });
    await expectRefused(token);
  });

  test.each([
    ['another issuer made it', { iss: 'https://issuer.example' }],
    ['no issuer is named', { iss: undefined }],
    ['it is for somebody else', { aud: 'another-api' }],
    ['it is for nobody', { aud: undefined }],
    ['it has expired', { exp: now() - 61 }],
    ['it never expires', { exp: undefined }],
    ['its expiry is no number', { exp: 'tomorrow' }],
    ['it is not valid yet', { nbf: now() + 120 }],
    ['it is good for longer than the end of its session is remembered', { exp: now() + 86_400 }],
    ['it names nobody', { sub: undefined }],
    ['it names an empty subject', { sub: '' }],
    ['its subject is a number', { sub: 5 }],
    ['its subject is an object', { sub: { id: 'erika' } }],
  ])('when %s', async (_, changed) => {
    await expectRefused(await gateway.issuer.accessToken({ claims: changed }));
  });

  test('when it is a logout token, even one for this audience', async () => {
    await expectRefused(await gateway.issuer.logoutToken({ claims: { aud: 'amtgraph-gateway' } }));
  });

  test.each([
    ['no JWT', 'opensesame-opensesame'],
    ['three parts of nothing', '..'],
    ['parts that are no JSON', 'aaaaaaaaaa.bbbbbbbbbb.cccccccccc'],
    ['an encrypted one', 'eyJhbGciOiJkaXIifQ.aaaaaaaaaa.bbbbbbbbbb.cccccccccc.dddddddddd'],
  ])('when it is %s', async (_, token) => {
    await expectRefused(token);
  });

  test('when it is longer than any token of the issuer; 100 KB do not get past the server', async () => {
    await expectRefused(await gateway.issuer.accessToken({ claims: { padding: 'x'.repeat(8_000) } }));
    await expectRefused(await gateway.issuer.accessToken({ claims: { padding: 'x'.repeat(75_000) } }), 431);
  });

  test.each(['Basic ZXJpa2E6cGFzc3dvcmQ=', 'Bearer', 'Bearer two tokens'])(
    'when the header is %j',
    async (authorization) => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: '{"query":"{ __typename }"}',
      });
      expect(response.status).toBe(401);
      expect((await response.text()) + gateway.logged()).not.toContain('ZXJpa2E6cGFzc3dvcmQ=');
    },
  );
});

/** That of another citizen who came in before. */
async function smallQuestion({ issuer, ask }: Gateway): Promise<SmallQuestion> {
  const token = await issuer.accessToken({ claims: { sub: 'erna', sid: 'of erna' } });
  return async () => expect((await ask(token)).status).toBe(200);
}

describe('When the issuer changes its keys', () => {
  test('the new one is taken at once, and tokens of the old one are good as long as it is published', async () => {
    await using rotating = await startGateway();
    const { issuer } = rotating;
    const [first] = issuer.keys as [KeyPair];
    const [old, other] = [await issuer.accessToken(), await issuer.accessToken({ claims: { sid: 'another' } })];
    expect((await rotating.ask(old)).status).toBe(200);
    const second = await makeKey('second');
    await whileOthersAsk(await smallQuestion(rotating), async () => {
      issuer.keys = [second, first];
      expect((await rotating.ask(await issuer.accessToken())).status).toBe(200);
      expect((await rotating.ask(old)).status).toBe(200);
      expect((await rotating.ask(other)).status).toBe(200);
    });
    expect(issuer.reads).toBe(2);
  });

  test('tokens of one that was withdrawn are refused as soon as that is known, also those that were in', async () => {
    await using rotating = await startGateway();
    const { issuer } = rotating;
    const old = await issuer.accessToken();
    expect((await rotating.ask(old)).status).toBe(200);
    issuer.keys = [await makeKey('second')];
    expect((await rotating.ask(await issuer.accessToken())).status).toBe(200);
    expect((await rotating.ask(old)).status).toBe(401);
  });

  test('any number of unknown keys makes the issuer be asked twice', async () => {
    await using busy = await startGateway();
    const { issuer } = busy;
    expect((await busy.ask(await issuer.accessToken())).status).toBe(200);
    for (let i = 0; i < 20; i += 1) {
      const key = { ...attacker, jwk: { ...attacker.jwk, kid: `made up ${i}` } };
      expect((await busy.ask(await issuer.accessToken({ key }))).status).toBe(401);
    }
    expect(issuer.reads).toBe(3);
  });
});

describe('When the issuer cannot be reached', () => {
  test('those who are in stay in, and whoever has a token of a known key gets in; for others it is 503, never 401', async () => {
    await using alone = await startGateway();
    const { issuer } = alone;
    const token = await issuer.accessToken();
    expect((await alone.ask(token)).status).toBe(200);
    await whileOthersAsk(await smallQuestion(alone), async () => {
      issuer.isDown = true;
      expect((await alone.ask(token)).status).toBe(200);
      expect((await alone.ask(await issuer.accessToken({ claims: { sub: 'max', sid: 'of max' } }))).status).toBe(200);
      expect((await alone.ask(await issuer.accessToken({ key: attacker }))).status).toBe(401);
      const rotated = await issuer.accessToken({ key: await makeKey('second') });
      const answer = await alone.ask(rotated);
      expect([answer.status, answer.errors?.[0]?.extensions['code']]).toEqual([503, 'SERVICE_UNAVAILABLE']);
      expect((await alone.ask()).status).toBe(200);
    });
  });

  test('when the gateway starts, nobody gets in; everybody does when it is back', async () => {
    await using early = await startGateway();
    const { issuer } = early;
    issuer.isDown = true;
    const token = await issuer.accessToken();
    expect((await early.ask(token)).status).toBe(503);
    issuer.isDown = false;
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await early.ask(token)).status).toBe(200);
  });
});
