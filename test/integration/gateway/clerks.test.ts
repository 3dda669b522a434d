import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { createAssertionSigner, type AssertionSigner } from '../../../gateway/auth/caller-assertion.ts';
import { createIssuerKeys } from '../../../gateway/auth/issuer-keys.ts';
import { createTokenVerifier, type TokenVerifier } from '../../../gateway/auth/verify-token.ts';
import { requireCitizen, requireClerk, type Caller } from '../../../subgraphs/kit/caller/caller.ts';
import { createAssertionVerifier } from '../../../subgraphs/kit/caller/verify-assertion.ts';
import { assertionKeys } from '../../testkit/assertions.ts';
import type { Closers } from './running-gateway.ts';
import { startIssuer, type Issuer } from './tokens/issuer.ts';

const closers: Closers = [];
let issuer: Issuer;
let tokens: TokenVerifier;
let sign: AssertionSigner;
let directory: string;
let jwksUrl: string;

beforeAll(async () => {
  issuer = await startIssuer(closers);
  const keys = createIssuerKeys(issuer.url);
  closers.push(async () => keys.close());
  const ends = { hasEnded: () => false };
  tokens = createTokenVerifier({ issuer: issuer.url, audience: 'amtgraph-gateway', keys, ends, longestLife: 900 });
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const about = { kid: 'gateway', alg: 'EdDSA' };
  sign = await createAssertionSigner({
    key: { ...(await exportJWK(privateKey)), ...about },
    issuer: 'amtgraph-gateway',
    sectorSecret: 'a secret of at least 32 characters, for tests',
  });
  directory = await mkdtemp(join(tmpdir(), 'amtgraph-clerks-'));
  const file = join(directory, 'jwks.json');
  await writeFile(file, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...about }] }));
  jwksUrl = pathToFileURL(file).href;
});
afterAll(async () => {
  for (const close of closers) await close();
  await rm(directory, { recursive: true });
});

const clerk = { sub: 'ines', sid: 's1', acr: 'HIGH', scope: 'procedures:decide', role: 'clerk', authority: '14713000' };

const verify = async (claims: Record<string, unknown>) =>
  tokens.verify(`Bearer ${await issuer.accessToken({ claims })}`);

/** What a subgraph is told of the bearer of a token. */
async function seenBy(
  subgraph: string,
  claims: Record<string, unknown>,
): Promise<{ caller: Caller; assertion: string }> {
  const assertion = await sign(subgraph, await verify(claims));
  const read = await createAssertionVerifier({ audience: subgraph, issuer: 'amtgraph-gateway', jwksUrl });
  return { caller: await read(assertion), assertion };
}

describe('a subgraph', () => {
  test('learns of a clerk the authority, the level, the scopes and a pseudonym of its own, and of no citizen', async () => {
    const { caller, assertion } = await seenBy('payments', clerk);
    expect(caller.citizen).toBeUndefined();
    expect(caller.clerk).toMatchObject({ authority: '14713000', level: 'HIGH' });
    expect([...caller.scopes]).toEqual(['procedures:decide']);
    expect(decodeJwt(assertion)).not.toHaveProperty('cid');
    expect(assertion).not.toContain(Buffer.from('ines').toString('base64url'));
    const elsewhere = await seenBy('vehicle-registration', clerk);
    expect(elsewhere.caller.clerk?.sub).not.toBe(caller.clerk?.sub);
    expect((await seenBy('payments', clerk)).caller.clerk?.sub).toBe(caller.clerk?.sub);
  });

  test('lets a clerk do what clerks do, and nothing else', async () => {
    const { caller } = await seenBy('payments', clerk);
    expect(requireClerk(caller).authority).toBe('14713000');
    expect(() => requireCitizen(caller)).toThrow(expect.objectContaining({ extensions: { code: 'FORBIDDEN' } }));
  });

  test('lets nobody but a clerk do what clerks do, even with the scope', async () => {
    const { caller } = await seenBy('payments', { sub: 'erika', scope: 'procedures:decide' });
    expect(caller.clerk).toBeUndefined();
    expect(() => requireClerk(caller)).toThrow(expect.objectContaining({ extensions: { code: 'FORBIDDEN' } }));
    expect(() => requireClerk({ scopes: new Set(['procedures:decide']) })).toThrow(/Log in/);
  });

  test.each([
    ['without an authority', { authority: undefined }],
    ['without a level', { acr: undefined }],
    ['of a role that is not known', { role: 'minister' }],
    ['without a subject', { sub: undefined }],
  ])('refuses an assertion of a clerk %s', async (_what, changes) => {
    const keys = await assertionKeys();
    const read = await createAssertionVerifier({
      audience: 'payments',
      issuer: 'amtgraph-gateway',
      jwksUrl: keys.jwksUrl,
    });
    const claims = { sub: 'c', acr: 'HIGH', role: 'clerk', authority: '14713000', ...changes };
    await expect(read(await keys.signClaims('payments', claims))).rejects.toThrow(/clerk without/);
  });
});

describe('the gateway', () => {
  test.each([
    ['without an authority', { authority: undefined }],
    ['with an authority that is none', { authority: '14713000 OR 1=1' }],
    ['with a list of authorities', { authority: ['14713000', '14511000'] }],
    ['with an empty authority', { authority: '' }],
    ['with a role that is not known', { role: 'admin' }],
    ['with several roles', { role: ['clerk'] }],
  ])('refuses the token of a clerk %s', async (_what, changes) => {
    await expect(verify({ ...clerk, ...changes })).rejects.toThrow(
      expect.objectContaining({ extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }) }),
    );
  });

  test('never shares what it keeps between the same person as a citizen and as a clerk, or of two authorities', async () => {
    const callers = await Promise.all([
      verify(clerk),
      verify({ ...clerk, authority: '14511000' }),
      verify({ ...clerk, role: undefined, authority: undefined }),
    ]);
    expect(new Set(callers.map(({ key }) => key)).size).toBe(3);
    const assertions = await Promise.all(callers.map(async (caller) => sign('payments', caller)));
    expect(new Set(assertions).size).toBe(3);
    expect(assertions.map((assertion) => decodeJwt(assertion)['authority'])).toEqual([
      '14713000',
      '14511000',
      undefined,
    ]);
  });

  test('takes an authority without a role for nothing: the bearer is a citizen', async () => {
    const { caller } = await seenBy('payments', { sub: 'erika', authority: '14713000' });
    expect(caller.clerk).toBeUndefined();
    expect(caller.citizen).toBeDefined();
  });
});
