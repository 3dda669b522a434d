import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';

/** A private Ed25519 key as a JWK (RFC 8037). */
export interface SigningKey {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  d: string;
  kid: string;
  alg: 'EdDSA';
  use: 'sig';
}

const jwkSet = z.object({
  keys: z
    .array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string().min(1),
        d: z.string({ error: 'expected the private key (member d)' }).min(1),
        kid: z.string().min(1).optional(),
      }),
    )
    .min(1, 'expected at least one key'),
});

/**
 * Reads a JWK set (RFC 7517) of private Ed25519 keys. To rotate: put the new key first, and drop the old one when the last
 * token that it signed has expired. A key without `kid` gets its thumbprint (RFC 7638).
 * @param name of the setting that should hold it, for the message
 * @throws Error that names what is wrong and never repeats a key
 */
export async function parseSigningKeys(json: string, name?: string): Promise<[SigningKey, ...SigningKey[]]> {
  const parsed = jwkSet.safeParse(parseJson(json));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the set'}: ${issue.message}`);
    throw new Error(`${name ? `${name} is not` : 'Not'} a JWK set of private Ed25519 keys: ${problems.join('; ')}`);
  }
  const [first, ...others] = parsed.data.keys.map(({ x, d, kid }) => asSigningKey(x, d, kid));
  if (!first) throw new Error('A JWK set has at least one key.');
  return [await first, ...(await Promise.all(others))];
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

async function asSigningKey(x: string, d: string, kid?: string): Promise<SigningKey> {
  const thumbprint = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
  return { kty: 'OKP', crv: 'Ed25519', x, d, kid: kid ?? thumbprint, alg: 'EdDSA', use: 'sig' };
}

export async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x, d } = await exportJWK(privateKey);
  if (!x || !d) throw new Error('The Ed25519 key could not be exported.');
  return asSigningKey(x, d);
}
