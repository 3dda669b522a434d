import { errors, jwtVerify, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { gatewayError } from '../errors.ts';
import { KeysUnavailable, type IssuerKeys } from './issuer-keys.ts';
import { anonymous, assuranceLevels, type AssuranceLevel, type Caller } from './caller.ts';
import type { SessionEnds } from './sessions/session-ends.ts';
import { algorithms, compactForm, leewaySeconds, longestToken } from './token-rules.ts';

export interface TokenVerifierOptions {
  issuer: string;
  audience: string;
  keys: IssuerKeys;
  ends: Pick<SessionEnds, 'hasEnded'>;
  /** Seconds from now after which no token may expire: for so long the end of a session is remembered. */
  longestLife: number;
}

/** Who the bearer of an `Authorization` header is. */
export interface TokenVerifier {
  verify(authorization: string | undefined): Promise<Caller>;
  /** Whether the issuer's keys could be read. */
  isReady(): Promise<boolean>;
}

function isLevel(value: unknown): value is AssuranceLevel {
  return assuranceLevels.some((level) => level === value);
}

function refused(reason: string) {
  return gatewayError('UNAUTHENTICATED', `The access token is not accepted: ${reason}. Log in again.`, 401);
}

/** Area of an authority: AGS of a state, a district or a municipality. */
const areaPattern = /^(\d{2}|\d{5}|\d{8})$/;

/**
 * The authority of a clerk's token, undefined for a citizen's.
 * Threat: a token whose bearer is something else than a citizen is taken for a citizen's. Rule: a role that is not known is refused.
 */
function clerkOf({ role, authority }: JWTPayload): string | undefined {
  if (role === undefined) return undefined;
  if (role !== 'clerk') throw refused('its bearer has a role that is not known here');
  if (typeof authority !== 'string' || !areaPattern.test(authority))
    throw refused('it names a clerk without an authority');
  return authority;
}

function callerOf(payload: JWTPayload): Caller {
  const { sub, sid, acr, scope, client_id: client, jti, iat, exp = 0 } = payload;
  if (typeof sub !== 'string' || sub === '') throw refused('it names nobody (no `sub`)');
  const authority = clerkOf(payload);
  const level = isLevel(acr) ? acr : 'NORMAL';
  const session = [sid, jti].find((id) => typeof id === 'string') ?? sub;
  const scopes = typeof scope === 'string' ? [...new Set(scope.split(' ').filter(Boolean))].toSorted() : [];
  return {
    citizen: { subject: sub, session, level, ...(iat === undefined ? {} : { issuedAt: iat }) },
    ...(authority === undefined ? {} : { clerkOf: authority }),
    scopes,
    ...(typeof client === 'string' ? { client } : {}),
    expiresAt: (exp + leewaySeconds) * 1_000,
    key: JSON.stringify([sub, session, level, scopes.join(' '), ...(authority === undefined ? [] : [authority])]),
  };
}

const reasons: Record<string, string> = {
  ERR_JWT_EXPIRED: 'it has expired',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'its signature does not fit',
  ERR_JWT_CLAIM_VALIDATION_FAILED: 'it was issued by somebody else, for somebody else, or is not valid yet',
  ERR_JWKS_NO_MATCHING_KEY: 'its key is not one of the issuer',
  ERR_JOSE_ALG_NOT_ALLOWED: 'its algorithm is not allowed',
};

/** What jose says about a token, in words for its bearer: nothing of the token is in them. */
function refusalOf(error: unknown) {
  if (error instanceof errors.JOSEError) return refused(reasons[error.code] ?? 'it is not a signed JWT');
  if (!(error instanceof KeysUnavailable)) return refused('it is not a signed JWT');
  return gatewayError(
    'SERVICE_UNAVAILABLE',
    'The keys of the login service cannot be fetched at the moment. Try again in a minute.',
    503,
  );
}

/**
 * Verifies access tokens of one issuer.
 * Threat: forged tokens (`alg` none or HS256, keys named by the token itself), other tokens of the issuer, tokens for others, replay after their end or after
 * a logout. Rule: asymmetric algorithms, keys only from the issuer's own JWKS, issuer, audience, `exp` required, 60 s of leeway, a session that goes on;
 * anything else 401. What was found out about a token is kept as long as the issuer's keys stay the same.
 */
export function createTokenVerifier({
  issuer,
  audience,
  keys,
  ends,
  longestLife,
}: TokenVerifierOptions): TokenVerifier {
  const verified = new LRUCache<string, { caller: Caller; until: number }>({ max: 10_000 });
  keys.onChange(() => verified.clear());

  async function verifyToken(token: string): Promise<Caller> {
    if (token.length > longestToken) throw refused(`it is longer than ${longestToken} characters`);
    if (!compactForm.test(token)) throw refused('it is not a signed JWT');
    const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
      issuer,
      audience,
      algorithms,
      clockTolerance: leewaySeconds,
      requiredClaims: ['exp', 'sub'],
    }).catch((error: unknown) => {
      throw refusalOf(error);
    });
    if (protectedHeader.typ === 'logout+jwt') throw refused('it is a logout token');
    const caller = callerOf(payload);
    const until = caller.expiresAt ?? 0;
    if (until > Date.now() + (longestLife + 2 * leewaySeconds) * 1_000) {
      throw refused(`it is good for longer than ${longestLife} s`);
    }
    verified.set(token, { caller, until });
    return caller;
  }

  function known(token: string): Caller | undefined {
    const found = verified.get(token);
    return found && found.until > Date.now() ? found.caller : undefined;
  }

  return {
    async verify(authorization) {
      if (authorization === undefined || authorization === '') return anonymous;
      const match = /^Bearer +(\S+) *$/i.exec(authorization);
      if (!match?.[1]) throw refused('the Authorization header expects `Bearer <token>`');
      const caller = known(match[1]) ?? (await verifyToken(match[1]));
      if (ends.hasEnded(caller)) throw refused('the session has ended');
      return caller;
    },
    isReady: () => keys.areRead(),
  };
}
