import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { expectRefused, warmUp } from './others-unharmed.ts';
import { protectedGraph } from './protected/graph.ts';
import { startTestGateway, type TestGateway } from './running-gateway.ts';

let gateway: TestGateway;
let evil: { url: string; asked: string[]; server: Server };
let stranger: { privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']; jwk: JWK };

beforeAll(async () => {
  gateway = await startTestGateway(protectedGraph);
  await warmUp(gateway);
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  stranger = { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: 'issuer', alg: 'ES256' } };
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [stranger.jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  evil = { server, asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await new Promise((resolve) => evil.server.close(resolve));
});

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

async function claimsOf(token: string): Promise<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

/** The claims of a good token, changed, signed by somebody who is not the issuer. */
async function forged(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): Promise<string> {
  const good = await claimsOf(await gateway.token({ level: 'HIGH' }));
  return new SignJWT({ ...good, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'issuer', ...header })
    .sign(stranger.privateKey);
}

async function unsigned(alg: string, signature = ''): Promise<string> {
  const good = await claimsOf(await gateway.token({ level: 'HIGH' }));
  const text = `${encoded({ alg, kid: 'issuer' })}.${encoded(good)}`;
  return `${text}.${signature || (alg.startsWith('HS') ? createHmac('sha256', JSON.stringify(stranger.jwk)).update(text).digest('base64url') : '')}`;
}

describe('A token', () => {
  test.each([
    ['of no algorithm', () => unsigned('none')],
    ['of no algorithm, spelled otherwise', () => unsigned('nOnE')],
    ['of a shared secret', () => unsigned('HS256')],
    ['without a signature', () => unsigned('ES256')],
    ['of another key that calls itself the issuer’s', () => forged()],
    ['of a key that nobody knows', () => forged({}, { kid: 'mine' })],
    ['that brings its key with it', () => forged({}, { jwk: stranger.jwk })],
    ['that says where its key is', () => forged({}, { jku: `${evil.url}/jku`, kid: 'mine' })],
    ['that says where its certificate is', () => forged({}, { x5u: `${evil.url}/x5u` })],
    ['with a critical extension', () => forged({}, { crit: ['b64'], b64: true })],
    ['with a path for a key', () => forged({}, { kid: '../../../../dev/null' })],
    ['that is no token', () => Promise.resolve('hello')],
    ['of five parts', () => Promise.resolve('a.b.c.d.e')],
    ['of 12 KB', async () => `${await gateway.token()}${'x'.repeat(12_000)}`],
  ])('%s is refused, and whatever address it names is not asked', async (_, token) => {
    const bearer = await token();
    const { status, errors } = await expectRefused(gateway, () => gateway.ask('{ me { id } open }', { token: bearer }));
    expect([status, errors?.[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    expect(evil.asked).toEqual([]);
  });

  test('is taken in one form only: other letters for the same bytes are refused', async () => {
    const good = await gateway.token();
    expect((await gateway.ask('{ open }', { token: good })).status).toBe(200);
    for (const token of [`${good}=`, `${good}==`, `${good}%0a`, `${good}.`, good.replace('.', '.='), `${good}\u00ad`]) {
      expect((await gateway.ask('{ open }', { token })).status).toBe(401);
    }
  });

  test('changed by one character is refused', async () => {
    const [head, claims, signature] = (await gateway.token({ level: 'NORMAL' })).split('.');
    const higher = encoded({ ...(await claimsOf(`.${claims}.`)), acr: 'HIGH' });
    const { status } = await gateway.ask('{ open }', { token: `${head}.${higher}.${signature}` });
    expect(status).toBe(401);
  });

  test.each([['Basic ZXJpa2E6eA=='], ['Bearer'], ['Bearer a b'], ['bearer,x']])(
    'cannot come as %s',
    async (authorization) => {
      const { status, errors } = await gateway.ask('{ open }', { headers: { authorization } });
      expect([status, errors?.[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    },
  );

  test('that is good is taken after all those that were not', async () => {
    const { data } = await gateway.ask('{ me { id } }', { token: await gateway.token() });
    expect(data).toEqual({ me: { id: 'c1' } });
  });
});
