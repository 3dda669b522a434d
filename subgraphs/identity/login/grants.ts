import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { apiScopes } from './scopes.ts';

/** The resource of the default and only audience. RFC 8707 wants an absolute URI; `aud` in the token is the configured name. */
export const gatewayResource = 'urn:amtgraph:gateway';

/** The grant of a first-party client: everything that the citizen may do. It is made at the first request after a login. */
export async function loadGrant(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, account, provider } = ctx.oidc;
  if (!client || !session || !account) return undefined;
  const known = session.grantIdFor(client.clientId);
  const existing = known ? await provider.Grant.find(known) : undefined;
  if (existing) return existing;
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope('openid');
  grant.addResourceScope(gatewayResource, apiScopes.join(' '));
  await grant.save();
  return grant;
}
