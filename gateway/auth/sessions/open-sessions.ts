import type { FastifyInstance } from 'fastify';
import type { Logger } from '../../../platform/log.ts';
import type { Shutdown } from '../../../platform/shutdown.ts';
import type { SharedRedis } from '../../sharing/redis.ts';
import { createIssuerKeys } from '../issuer-keys.ts';
import { leewaySeconds } from '../token-rules.ts';
import { createTokenVerifier, type TokenVerifier } from '../verify-token.ts';
import { backchannelLogout } from './backchannel-logout.ts';
import { SessionEnds, type Concerns } from './session-ends.ts';
import { shareSessionEnds } from './share-session-ends.ts';
import { createLogoutTokenVerifier } from './verify-logout-token.ts';

export interface SessionSettings {
  ISSUER?: string | undefined;
  TOKEN_AUDIENCE: string;
  /** Seconds. */
  LONGEST_TOKEN_LIFE: number;
  LOGIN_CLIENTS: readonly string[];
}

/** Who is logged in: access tokens are verified, and logout tokens taken. */
export interface Sessions {
  tokens: TokenVerifier;
  /** Tells of each session that ends, with which callers it concerns. */
  onEnd(listener: (concerns: Concerns) => void): void;
}

export interface SessionSurroundings {
  /** Through which gateways tell each other which sessions have ended; undefined for one that is alone, or told by the issuer itself. */
  redis: SharedRedis | undefined;
  log: Logger;
  shutdown: Shutdown;
}

/** Opens what the gateway needs of its issuer, and mounts the address for logout tokens; undefined without an issuer. */
export async function openSessions(
  app: FastifyInstance,
  {
    ISSUER: issuer,
    TOKEN_AUDIENCE: audience,
    LONGEST_TOKEN_LIFE: longestLife,
    LOGIN_CLIENTS: clients,
  }: SessionSettings,
  { redis, log, shutdown }: SessionSurroundings,
): Promise<Sessions | undefined> {
  if (!issuer) return undefined;
  const keys = createIssuerKeys(issuer);
  shutdown.onClose(() => keys.close());
  const keepMs = (longestLife + 3 * leewaySeconds) * 1_000;
  const ends = new SessionEnds({
    keepMs,
    onFull: () => log.warn('more sessions end than are remembered: tokens of the first are accepted until they expire'),
  });
  if (redis) shutdown.onClose(shareSessionEnds(ends, redis, keepMs));
  const verify = createLogoutTokenVerifier({ issuer, clients, findKey: keys.find });
  await app.register(backchannelLogout, { ends, verify, log });
  return {
    tokens: createTokenVerifier({ issuer, audience, keys, ends, longestLife }),
    onEnd: (listener) => ends.onEnd(listener),
  };
}
