import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { KeysUnavailable } from '../issuer-keys.ts';
import { algorithms, leewaySeconds, longestToken } from '../token-rules.ts';
import type { SessionEnd } from './session-ends.ts';

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';
/** A logout token is sent at once; one that is older was kept by somebody. */
const oldestSeconds = 300;
/** As long as a token can be sent once more. */
const rememberMs = (oldestSeconds + 2 * leewaySeconds) * 1_000;

export interface LogoutTokenRules {
  issuer: string;
  /** The `aud` of logout tokens: the clients that citizens log in with. */
  clients: readonly string[];
  findKey: JWTVerifyGetKey;
}

/** A logout token that is not accepted; the message says why, and nothing of the token. */
export class LogoutRefused extends Error {
  override name = 'LogoutRefused';
  /** As in RFC 6749, 5.2. */
  readonly code: 'invalid_request' | 'temporarily_unavailable';

  constructor(message: string, code: LogoutRefused['code'] = 'invalid_request') {
    super(message);
    this.code = code;
  }
}

/** @throws LogoutRefused */
export type LogoutTokenVerifier = (token: string) => Promise<SessionEnd>;

/**
 * Verifies logout tokens (OpenID Connect Back-Channel Logout 1.0, 2.6).
 * Threat: somebody other than the issuer ends sessions: with a token of his own making, with an ID or access token of the issuer, or with a logout token seen
 * before. Rule: the issuer's signature, issuer, audience and age as for every token; the claim `events` that no other token has, no `nonce`, which ID tokens
 * have; each `jti` once.
 */
export function createLogoutTokenVerifier({ issuer, clients, findKey }: LogoutTokenRules): LogoutTokenVerifier {
  // By size, since `max` would reserve the room for all of them at the start.
  const seen = new LRUCache<string, true>({ maxSize: 100_000, sizeCalculation: () => 1, ttl: rememberMs });
  return async (token) => {
    if (token.length > longestToken) throw new LogoutRefused('The logout token is too long.');
    const { payload } = await jwtVerify(token, findKey, {
      issuer,
      audience: [...clients],
      algorithms,
      clockTolerance: leewaySeconds,
      maxTokenAge: oldestSeconds,
      requiredClaims: ['iat', 'exp', 'jti'],
    }).catch((error: unknown) => {
      throw refusal(error);
    });
    const end = endOf(payload);
    const id = String(payload.jti);
    if (seen.has(id)) throw new LogoutRefused('The logout token has been used before.');
    seen.set(id, true);
    return end;
  };
}

function refusal(error: unknown): LogoutRefused {
  if (error instanceof KeysUnavailable)
    return new LogoutRefused('The keys of the issuer cannot be read.', 'temporarily_unavailable');
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return new LogoutRefused(`The claim ${error.claim} of the logout token does not fit.`);
  }
  return new LogoutRefused('The logout token is not signed by the issuer.');
}

function endOf({ events, nonce, sid, sub, iat = 0, jti }: JWTPayload): SessionEnd {
  if (typeof jti !== 'string' || jti === '') throw new LogoutRefused('The logout token has no `jti`.');
  if (nonce !== undefined) throw new LogoutRefused('A logout token must not have a `nonce`.');
  if (!isObject(events) || !isObject(events[logoutEvent])) {
    throw new LogoutRefused(`The claim events of the logout token does not name ${logoutEvent}.`);
  }
  if (isName(sid)) return { session: sid, endedAt: iat, ...(isName(sub) ? { subject: sub } : {}) };
  if (sid === undefined && isName(sub)) return { subject: sub, endedAt: iat };
  throw new LogoutRefused('The logout token names neither a session (`sid`) nor a subject (`sub`).');
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
