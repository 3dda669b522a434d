import { readFile } from 'node:fs/promises';
import { calculateJwkThumbprint, importJWK, SignJWT } from 'jose';
import { z } from 'zod';
import type { FeeDemand } from '../storage/parts.ts';

const keySet = z.object({
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

/** Signs fee demands, and gives out the keys by which others know that they are ours. */
export interface FeeDemandKeys {
  /** A fee demand as a compact JWT (decision 007). */
  sign(demand: FeeDemand): Promise<string>;
  /** The public keys, as a JWK set. */
  publicKeys: { keys: object[] };
}

/** The name under which payments knows this service, and the one that it has there. */
const issuer = 'vehicle-registration';
const audience = 'payments';

/**
 * Reads a JWK set of private Ed25519 keys from a `file:` or `http(s):` URL; the first one signs. To rotate: put the new key first, and drop the old one when
 * the last demand that it signed has expired.
 * @throws Error that names what is wrong and never repeats a key
 */
export async function openFeeDemandKeys(url: string): Promise<FeeDemandKeys> {
  const parsed = keySet.safeParse(parseJson(await readText(url)));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the set'}: ${issue.message}`);
    throw new Error(`FEE_DEMAND_KEYS is not a JWK set of private Ed25519 keys: ${problems.join('; ')}`);
  }
  const keys = await Promise.all(
    parsed.data.keys.map(async (jwk) => ({ ...jwk, kid: jwk.kid ?? (await calculateJwkThumbprint(jwk)) })),
  );
  const [first] = keys;
  if (!first) throw new Error('FEE_DEMAND_KEYS expects at least one key.');
  const key = await importJWK(first, 'EdDSA');
  return {
    publicKeys: { keys: keys.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' })) },
    sign: (demand) =>
      new SignJWT({ authority: demand.authority, purpose: demand.purpose, lines: demand.lines })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'amtgraph-fee-demand+jwt', kid: first.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setJti(demand.demandId)
        .setSubject(demand.caseReference)
        .setIssuedAt(demand.issuedAt)
        .setExpirationTime(demand.expiresAt)
        .sign(key),
  };
}

async function readText(url: string): Promise<string> {
  if (url.startsWith('file:')) return readFile(new URL(url), 'utf8');
  return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).text();
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
