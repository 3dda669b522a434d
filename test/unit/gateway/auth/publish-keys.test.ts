import { expect, test } from '@jest/globals';
import fastify from 'fastify';
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, type JSONWebKeySet } from 'jose';
import { publishAssertionKeys } from '../../../../gateway/auth/publish-keys.ts';

test.each(['EdDSA', 'ES256', 'RS256'])('subgraphs can verify with what is published of a key for %s', async (alg) => {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const privateJwk = { ...(await exportJWK(privateKey)), kid: 'one', alg, use: 'sig' };
  const app = fastify();
  publishAssertionKeys(app, privateJwk);
  const { body } = await app.inject('/.well-known/jwks.json');
  const [published = {}] = (JSON.parse(body) as JSONWebKeySet).keys;
  const token = await new SignJWT({ hello: 'subgraph' }).setProtectedHeader({ alg }).sign(privateKey);
  expect((await jwtVerify(token, await importJWK(published, alg))).payload).toEqual({ hello: 'subgraph' });
});

test('nothing private of a key is published', async () => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const privateJwk = await exportJWK(privateKey);
  const app = fastify();
  publishAssertionKeys(app, { ...privateJwk, oth: 'other primes', k: 'a symmetric key' } as never);
  const { body } = await app.inject('/.well-known/jwks.json');
  expect(Object.keys((JSON.parse(body) as JSONWebKeySet).keys[0] ?? {}).toSorted()).toEqual(['e', 'kty', 'n']);
  for (const secret of [privateJwk.d, privateJwk.p, privateJwk.q]) expect(body).not.toContain(secret);
});
