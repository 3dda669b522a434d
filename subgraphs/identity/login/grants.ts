import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import type { Accounts } from '../domain/accounts.ts';
import { citizenScopes, clerkScopes } from './scopes.ts';

/** The resource of the default and only audience. RFC 8707 wants an absolute URI; `aud` in the token is the configured name. */
export const gatewayResource = 'urn:amtgraph:gateway';

/**
 * The grant of a first-party client: everything that the account may do. It is made at the first request after a login.
 * Threat: a clerk reads or changes a citizen's data with a clerk's login, or a citizen decides. Rule: the scopes of the two have none in common, and a token
 * gets no others, whatever a client asks for.
 */
export async function loadGrant(accounts: Accounts, ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, account, provider } = ctx.oidc;
  if (!client || !session || !account) return undefined;
  const known = session.grantIdFor(client.clientId);
  const existing = known ? await provider.Grant.find(known) : undefined;
  if (existing) return existing;
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope('openid');
  const isClerk = (await accounts.find(account.accountId))?.clerkOf !== undefined;
  grant.addResourceScope(gatewayResource, (isClerk ? clerkScopes : citizenScopes).join(' '));
  await grant.save();
  return grant;
}
