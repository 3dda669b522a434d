import { readFile } from 'node:fs/promises';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import { mayDemandFor, readFeeDemand, type FeeDemand } from '../domain/fee-demand.ts';
import type { PaymentProblemCode } from '../domain/payment-problem.ts';

/** A service whose fee demands are taken. */
export interface PaymentClient {
  name: string;
  /** For which authorities it demands: an AGS, the beginning of some followed by `*`, or `*`. */
  authorities: readonly string[];
  /** `file:` or `http(s):` URL of its public keys. */
  jwksUrl: string;
}

/** Verifies a token; gives the demand, or why there is none. */
export type DemandReader = (token: string) => Promise<FeeDemand | PaymentProblemCode>;

const longestToken = 20_000;

function openKeys(jwksUrl: string): JWTVerifyGetKey {
  const url = new URL(jwksUrl);
  if (url.protocol !== 'file:') return createRemoteJWKSet(url, { cooldownDuration: 10_000, timeoutDuration: 2_000 });
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    keys ??= readFile(url, 'utf8').then((text) => createLocalJWKSet(JSON.parse(text) as JSONWebKeySet));
    keys.catch(() => (keys = undefined));
    return (await keys)(header, token);
  };
}

/**
 * Reads fee demands of the clients that are configured (decision 007).
 * Threat: a demand that nobody made, for another authority, or altered. Rule: the named client's own key signed it, for payments, it is alive, and the client
 * may demand for that authority.
 */
export function createDemandReader(clients: readonly PaymentClient[]): DemandReader {
  const known = new Map(clients.map((client) => [client.name, { ...client, keys: openKeys(client.jwksUrl) }]));
  return async (token) => {
    const client = known.get(issuerOf(token));
    if (!client) return 'DEMAND_INVALID';
    try {
      const { payload } = await jwtVerify(token, client.keys, {
        issuer: client.name,
        audience: 'payments',
        typ: 'amtgraph-fee-demand+jwt',
        algorithms: ['EdDSA'],
        requiredClaims: ['exp', 'iat', 'jti', 'sub'],
        clockTolerance: 5,
      });
      const demand = readFeeDemand(payload);
      return demand && mayDemandFor(client.authorities, demand.authority) ? demand : 'DEMAND_INVALID';
    } catch (error) {
      return refusalOf(error);
    }
  };
}

function issuerOf(token: string): string {
  if (token.length > longestToken) return '';
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    return '';
  }
}

/** What cannot be fetched may come back; everything else is no demand. */
function refusalOf(error: unknown): PaymentProblemCode {
  if (error instanceof errors.JWTExpired) return 'DEMAND_EXPIRED';
  const isUnreachable =
    !(error instanceof errors.JOSEError) ||
    ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(error.code);
  return isUnreachable ? 'DEMAND_NOT_CHECKED' : 'DEMAND_INVALID';
}
