import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { importJWK, SignJWT, type JWK } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.ts';
import { sectorIdentifier } from '../../platform/sector-identifier.ts';
import { sessionHandle } from './session-handle.ts';

/** The header that carries the caller assertion (docs/decisions/002). */
export const assertionHeader = 'x-amtgraph-caller';

export interface AssertionOptions {
  key: JWK;
  issuer: string;
  sectorSecret: string;
}

/** The caller assertion for one subgraph: at once when one is at hand, else as a promise. */
export type AssertionSigner = (subgraph: string, caller: Caller) => string | Promise<string>;

const lifeSeconds = 60;
/** One that is sent has at least this left, so that it does not expire on the way. */
const reserveMs = 20_000;

/** Reads the private signing key from a `file:` or `http(s):` URL. */
export async function readSigningKey(url: string): Promise<JWK> {
  if (url.startsWith('file:')) return JSON.parse(await readFile(fileURLToPath(url), 'utf8')) as JWK;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`ASSERTION_KEY could not be read: the server answered ${response.status}.`);
  return (await response.json()) as JWK;
}

/** Who it is: a citizen by the handle of the session, a clerk by the authority. A clerk has no handle, so that no `Citizen` resolves for one. */
function identityOf({ citizen, clerkOf }: Caller, sectorSecret: string): Record<string, string> {
  if (!citizen) return {};
  if (clerkOf !== undefined) return { role: 'clerk', authority: clerkOf, acr: citizen.level };
  return { cid: sessionHandle(sectorSecret, citizen.session, citizen.subject), acr: citizen.level };
}

/** Signs caller assertions, remembering each for a part of its life: a session asks the same subgraphs again and again. */
export async function createAssertionSigner({
  key: jwk,
  issuer,
  sectorSecret,
}: AssertionOptions): Promise<AssertionSigner> {
  const key = await importJWK(jwk, 'EdDSA');
  const signed = new LRUCache<string, { assertion: string; until: number }>({ max: 20_000 });

  async function sign(subgraph: string, caller: Caller, cacheKey: string): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const token = new SignJWT({ ...identityOf(caller, sectorSecret), scope: caller.scopes.join(' ') })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'amtgraph-caller+jwt', ...(jwk.kid ? { kid: jwk.kid } : {}) })
      .setIssuer(issuer)
      .setAudience(subgraph)
      .setIssuedAt(now)
      .setExpirationTime(now + lifeSeconds);
    if (caller.citizen) token.setSubject(sectorIdentifier(sectorSecret, subgraph, caller.citizen.subject));
    const assertion = await token.sign(key);
    signed.set(cacheKey, { assertion, until: (now + lifeSeconds) * 1_000 - reserveMs });
    return assertion;
  }

  return (subgraph, caller) => {
    const cacheKey = `${subgraph} ${caller.key}`;
    const known = signed.get(cacheKey);
    return known && known.until > Date.now() ? known.assertion : sign(subgraph, caller, cacheKey);
  };
}
