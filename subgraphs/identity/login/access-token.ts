import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import type { Accounts } from '../domain/accounts.ts';
import { citizenScopes, clerkScopes } from './scopes.ts';
import { gatewayResource } from './grants.ts';

/**
 * The access token for the gateway: a JWT (RFC 9068), EdDSA, short-lived, since it cannot be taken back.
 * @throws errors.InvalidTarget for any other resource
 */
export function describeResource(resource: string, audience: string, lifetime: number): ResourceServer {
  if (resource !== gatewayResource) throw new errors.InvalidTarget();
  return {
    scope: [...citizenScopes, ...clerkScopes].join(' '),
    audience,
    accessTokenTTL: lifetime,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'EdDSA' } },
  };
}

type TokenClaims = {
  acr?: string;
  sid?: string;
  role?: 'clerk';
  authority?: string;
};

/**
 * `acr`: the level of this login. `sid`: the login itself, the same through a step-up, another one after the next login. `role` and `authority`: of a clerk.
 */
export async function loginClaims(accounts: Accounts, ctx: KoaContextWithOIDC): Promise<TokenClaims> {
  const { AuthorizationCode: code } = ctx.oidc.entities;
  const session = code?.sessionUid ? await ctx.oidc.provider.Session.findByUid(code.sessionUid) : undefined;
  const sid = code?.clientId ? session?.sidFor(code.clientId) : undefined;
  const account = code?.accountId ? await accounts.find(code.accountId) : undefined;
  return {
    ...(code?.acr ? { acr: code.acr } : {}),
    ...(sid ? { sid } : {}),
    ...(account?.clerkOf === undefined ? {} : { role: 'clerk', authority: account.clerkOf }),
  };
}
