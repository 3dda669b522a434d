import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { unauthenticated } from '../errors.ts';
import { assuranceLevels, type AssuranceLevel, type Caller, type CallingClerk } from './caller.ts';

/** The header that carries the caller assertion (decision 002). */
export const assertionHeader = 'x-amtgraph-caller';

export interface AssertionVerifierOptions {
  /** This subgraph's name: no other audience is accepted. */
  audience: string;
  issuer: string;
  /** `file:` or `http(s):` URL of the gateway's public keys. */
  jwksUrl: string;
}

export type AssertionVerifier = (assertion: string | undefined) => Promise<Caller>;

async function openKeys(jwksUrl: string): Promise<JWTVerifyGetKey> {
  const url = new URL(jwksUrl);
  if (url.protocol === 'file:') return createLocalJWKSet(JSON.parse(await readFile(url, 'utf8')));
  return createRemoteJWKSet(url, { cooldownDuration: 10_000 });
}

function isLevel(value: unknown): value is AssuranceLevel {
  return assuranceLevels.some((level) => level === value);
}

/** Threat: a caller of another kind is taken for a citizen. Rule: a role is `clerk` or the assertion is refused. */
function clerkOf({ sub, role, authority, acr }: JWTPayload): CallingClerk {
  if (role !== 'clerk' || sub === undefined || typeof authority !== 'string' || !isLevel(acr))
    throw unauthenticated(
      'The caller assertion names a clerk without `sub`, `authority` or `acr`, or an unknown role.',
    );
  return { sub, authority, level: acr };
}

function callerOf(payload: JWTPayload): Caller {
  const { sub, cid, acr, scope, act, role } = payload;
  const scopes = new Set(typeof scope === 'string' ? scope.split(' ').filter(Boolean) : []);
  if (role !== undefined) return { clerk: clerkOf(payload), scopes };
  if (sub === undefined) return { scopes };
  if (typeof cid !== 'string' || !isLevel(acr))
    throw unauthenticated('The caller assertion names a citizen without `cid` or `acr`.');
  const actor = act && typeof act === 'object' && 'sub' in act && typeof act.sub === 'string' ? { actor: act.sub } : {};
  return { citizen: { sub, handle: cid, level: acr }, scopes, ...actor };
}

/**
 * Verifies caller assertions.
 * Threat: going around the gateway, or replaying at one agency what was meant for another. Rule: signature of the gateway, this audience, alive for at most
 * 60 s; without it 401. A verified assertion is remembered until it expires, since the gateway sends the same one for a while.
 */
export async function createAssertionVerifier({
  audience,
  issuer,
  jwksUrl,
}: AssertionVerifierOptions): Promise<AssertionVerifier> {
  const keys = await openKeys(jwksUrl);
  const verified = new LRUCache<string, { caller: Caller; expiresAt: number }>({ max: 10_000 });

  return async (assertion) => {
    if (!assertion)
      throw unauthenticated(
        `Requests to this subgraph carry a caller assertion of the gateway in the header ${assertionHeader}; it is missing.`,
      );
    const known = verified.get(assertion);
    if (known && known.expiresAt > Date.now()) return known.caller;
    const { payload } = await jwtVerify(assertion, keys, {
      audience,
      issuer,
      typ: 'amtgraph-caller+jwt',
      algorithms: ['EdDSA'],
      requiredClaims: ['exp', 'iat'],
      maxTokenAge: 60,
      clockTolerance: 5,
    }).catch((error: unknown) => {
      throw unauthenticated(
        `The caller assertion is not valid (${error instanceof errors.JOSEError ? error.code : 'it could not be checked'}).`,
      );
    });
    const caller = callerOf(payload);
    verified.set(assertion, { caller, expiresAt: (payload.exp ?? 0) * 1_000 });
    return caller;
  };
}
