import { readFile } from 'node:fs/promises';
import { importJWK, SignJWT } from 'jose';
import { parseSigningKeys } from '../../kit/signing-keys.ts';
import type { FeeDemand } from '../storage/parts.ts';

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
  const keys = await parseSigningKeys(await readText(url), 'FEE_DEMAND_KEYS');
  const [first] = keys;
  const key = await importJWK(first, 'EdDSA');
  return {
    publicKeys: { keys: keys.map(({ d: _private, ...publicKey }) => publicKey) },
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
