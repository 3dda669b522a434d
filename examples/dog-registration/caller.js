import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose';

/**
 * Who asks, as the gateway vouches for it in the header `x-amtgraph-caller`.
 * @typedef {{ sub: string, handle: string } | null} Caller `sub`: the citizen's pseudonym here, the key of all data; null for an anonymous one
 */

/** The assertion is missing or is not the gateway's. */
export class NotTheGateway extends Error {}

/**
 * Threat: somebody goes around the gateway, or replays here what was meant for another service.
 * Rule: the gateway's signature, made for this service, at most a minute old; anything else is refused.
 * @param {string} name of this service in the registry: the audience of the assertions for it
 * @param {{ gatewayKeys: string, gatewayName: string }} config
 */
export async function createCallerVerifier(name, { gatewayKeys, gatewayName }) {
  const keys = gatewayKeys.startsWith('file:')
    ? createLocalJWKSet(JSON.parse(await readFile(new URL(gatewayKeys), 'utf8')))
    : createRemoteJWKSet(new URL(gatewayKeys));

  /** @param {string | null} assertion @returns {Promise<Caller>} */
  return async (assertion) => {
    if (!assertion) throw new NotTheGateway('Requests carry the caller assertion of the gateway; it is missing.');
    const { payload } = await jwtVerify(assertion, keys, {
      issuer: gatewayName,
      audience: name,
      typ: 'amtgraph-caller+jwt',
      algorithms: ['EdDSA'],
      requiredClaims: ['exp', 'iat'],
      maxTokenAge: 60,
      clockTolerance: 5,
    }).catch(() => {
      throw new NotTheGateway('The caller assertion is not valid.');
    });
    return payload.sub && typeof payload.cid === 'string' ? { sub: payload.sub, handle: payload.cid } : null;
  };
}
