import { expect, test } from '@jest/globals';
import { generateSigningKey, parseSigningKeys } from '../../../subgraphs/kit/signing-keys.ts';

test('keys keep their order and their names; a key without a name gets its thumbprint', async () => {
  const [first, second] = [await generateSigningKey(), await generateSigningKey()];
  const { kid: thumbprint, ...nameless } = second;
  const keys = await parseSigningKeys(JSON.stringify({ keys: [{ ...first, kid: 'spring' }, nameless] }));
  expect(keys.map(({ kid }) => kid)).toEqual(['spring', thumbprint]);
});

test.each([
  ['no JSON', 'nonsense'],
  ['no keys', '{"keys":[]}'],
  ['another kind of key', '{"keys":[{"kty":"RSA","n":"x","e":"AQAB"}]}'],
])('%s is refused', async (_case, json) => {
  await expect(parseSigningKeys(json)).rejects.toThrow(/Not a JWK set of private Ed25519 keys/);
});

test('a public key is refused without repeating it', async () => {
  const { d: _, ...publicKey } = await generateSigningKey();
  const failure = await parseSigningKeys(JSON.stringify({ keys: [publicKey] })).catch((error: unknown) =>
    String(error),
  );
  expect(failure).toContain('expected the private key');
  expect(failure).not.toContain(publicKey.x);
});
