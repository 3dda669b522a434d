import { errors, jwtVerify, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { gatewayError } from '../errors.ts';
import { createIssuerKeys } from './issuer-keys.ts';
import { anonymous, assuranceLevels, type AssuranceLevel, type Caller } from './caller.ts';

export interface TokenVerifierOptions {
  issuer: string;
  audience: string;
}

/** Who the bearer of an `Authorization` header is. */
export interface TokenVerifier {
  verify(authorization: string | undefined): Promise<Caller>;
  /** Whether the issuer's keys could be read. */
  isReady(): Promise<boolean>;
  close(): void;
}

const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'PS256', 'RS256'];
const longestToken = 8_192;
const leewaySeconds = 60;

function isLevel(value: unknown): value is AssuranceLevel {
  return assuranceLevels.some((level) => level === value);
}

function refused(reason: string) {
  return gatewayError('UNAUTHENTICATED', `The access token is not accepted: ${reason}. Log in again.`, 401);
}

function callerOf({ sub, sid, acr, scope, client_id: client, jti, exp = 0 }: JWTPayload): Caller {
  if (!sub) throw refused('it names nobody (no `sub`)');
  const level = isLevel(acr) ? acr : 'NORMAL';
  const session = typeof sid === 'string' ? sid : (jti ?? sub);
  const scopes = typeof scope === 'string' ? [...new Set(scope.split(' ').filter(Boolean))].toSorted() : [];
  return {
    citizen: { subject: sub, session, level },
    scopes,
    ...(typeof client === 'string' ? { client } : {}),
    expiresAt: (exp + leewaySeconds) * 1_000,
    key: JSON.stringify([sub, session, level, scopes.join(' ')]),
  };
}

/** Codes that say that the keys could not be fetched, nothing about the token. */
const unreachable = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC']);

const reasons: Record<string, string> = {
  ERR_JWT_EXPIRED: 'it has expired',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'its signature does not fit',
  ERR_JWT_CLAIM_VALIDATION_FAILED: 'it was issued by somebody else, for somebody else, or is not valid yet',
  ERR_JWKS_NO_MATCHING_KEY: 'its key is not one of the issuer',
  ERR_JOSE_ALG_NOT_ALLOWED: 'its algorithm is not allowed',
};

/**
 * Verifies access tokens of one issuer.
 * Threat: forged tokens (`alg` none or HS256, keys named by the token itself), tokens for others, replay after their end. Rule: asymmetric algorithms,
 * keys only from the issuer's own JWKS, issuer, audience, `exp` required, 60 s of leeway; anything else 401. The keys are kept when the issuer cannot be
 * reached, so that those who are in stay in; an unknown `kid` makes them be fetched again, twice in 30 s at most.
 */
export function createTokenVerifier({ issuer, audience }: TokenVerifierOptions): TokenVerifier {
  const keys = createIssuerKeys(issuer);
  const verified = new LRUCache<string, { caller: Caller; until: number }>({ max: 10_000 });

  async function verifyToken(token: string): Promise<Caller> {
    const known = verified.get(token);
    if (known && known.until > Date.now()) return known.caller;
    if (token.length > longestToken) throw refused(`it is longer than ${longestToken} characters`);
    const { payload } = await jwtVerify(token, keys.find, {
      issuer,
      audience,
      algorithms,
      clockTolerance: leewaySeconds,
      requiredClaims: ['exp', 'sub'],
    }).catch((error: unknown) => {
      if (error instanceof errors.JOSEError && !unreachable.has(error.code)) {
        throw refused(reasons[error.code] ?? 'it is not a signed JWT');
      }
      throw gatewayError(
        'SERVICE_UNAVAILABLE',
        'The keys of the login service cannot be fetched at the moment. Try again in a minute.',
        503,
      );
    });
    const caller = callerOf(payload);
    verified.set(token, { caller, until: caller.expiresAt ?? 0 });
    return caller;
  }

  return {
    async verify(authorization) {
      if (authorization === undefined || authorization === '') return anonymous;
      const match = /^Bearer +(\S+) *$/i.exec(authorization);
      if (!match?.[1]) throw refused('the Authorization header expects `Bearer <token>`');
      return verifyToken(match[1]);
    },
    isReady: () => keys.areRead(),
    close: () => keys.close(),
  };
}
