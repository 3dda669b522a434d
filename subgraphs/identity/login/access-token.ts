import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { apiScopes } from './scopes.ts';
import { gatewayResource } from './grants.ts';

/**
 * The access token for the gateway: a JWT (RFC 9068), EdDSA, short-lived, since it cannot be taken back.
 * @throws errors.InvalidTarget for any other resource
 */
export function describeResource(resource: string, audience: string, lifetime: number): ResourceServer {
  if (resource !== gatewayResource) throw new errors.InvalidTarget();
  return {
    scope: apiScopes.join(' '),
    audience,
    accessTokenTTL: lifetime,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'EdDSA' } },
  };
}

/** `acr`: the level of this login. `sid`: the login itself, the same through a step-up, another one after the next login. */
export async function assuranceClaims(ctx: KoaContextWithOIDC): Promise<{ acr?: string; sid?: string }> {
  const { AuthorizationCode: code } = ctx.oidc.entities;
  const session = code?.sessionUid ? await ctx.oidc.provider.Session.findByUid(code.sessionUid) : undefined;
  const sid = code?.clientId ? session?.sidFor(code.clientId) : undefined;
  return { ...(code?.acr ? { acr: code.acr } : {}), ...(sid ? { sid } : {}) };
}
