import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { assuranceLevels } from '../../kit/caller/caller.ts';
import { loginRecords } from '../storage/login-records.ts';
import { describeResource, loginClaims } from './access-token.ts';
import { fetchForLogouts } from './backchannel-logout.ts';
import { gatewayResource, loadGrant } from './grants.ts';
import { defaultLifetimes, type IssuerOptions } from './issuer-options.ts';
import { languages } from './language.ts';
import { renderError, renderLoggedOut, renderLogout } from './provider-pages.ts';
import { relyingParties } from './relying-parties.ts';
import { loginPolicy } from './step-up.ts';

const off = { enabled: false } as const;

/** Ed25519 alone, everywhere: one algorithm cannot be talked down to a weaker one. */
const algorithms: Configuration['enabledJWA'] = {
  idTokenSigningAlgValues: ['EdDSA'],
  userinfoSigningAlgValues: ['EdDSA'],
  introspectionSigningAlgValues: ['EdDSA'],
  authorizationSigningAlgValues: ['EdDSA'],
};

/**
 * What `oidc-provider` is told: authorization code with PKCE for public clients, JWT access tokens for the gateway, logout and
 * revocation. Everything else that it can do is off.
 */
export function providerConfiguration(options: IssuerOptions): Configuration {
  const { issuer, playgroundOrigins, accounts, signingKeys, cookieSecrets, backchannelLogoutUrls = [] } = options;
  const lifetimes = { ...defaultLifetimes, ...options.lifetimes };
  return {
    adapter: loginRecords(options.db),
    fetch: fetchForLogouts(backchannelLogoutUrls),
    clients: relyingParties(playgroundOrigins, lifetimes.sessionAtMost, backchannelLogoutUrls[0]),
    clientDefaults: {
      id_token_signed_response_alg: 'EdDSA',
      authorization_signed_response_alg: 'EdDSA',
      introspection_signed_response_alg: 'EdDSA',
    },
    jwks: { keys: signingKeys.map((key) => ({ ...key })) },
    enabledJWA: algorithms,
    cookies: cookies(issuer, cookieSecrets),
    acrValues: assuranceLevels,
    scopes: ['openid'],
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    clockTolerance: options.clockTolerance ?? 5,
    discovery: { ui_locales_supported: [...languages] },
    clientBasedCORS: (_ctx, origin) => playgroundOrigins.includes(origin),
    features: features(options, lifetimes.accessToken),
    extraTokenClaims: (ctx) => loginClaims(accounts, ctx),
    loadExistingGrant: (ctx) => loadGrant(accounts, ctx),
    interactions: { policy: loginPolicy(), url: (_ctx, interaction) => `${issuer}/login/${interaction.uid}` },
    async findAccount(_ctx, accountId) {
      const account = await accounts.find(accountId);
      return account && { accountId, claims: () => ({ sub: accountId }) };
    },
    renderError,
    ttl: {
      Session: lifetimes.session,
      Grant: lifetimes.sessionAtMost,
      Interaction: lifetimes.interaction,
      AuthorizationCode: lifetimes.code,
      AccessToken: lifetimes.accessToken,
      IdToken: lifetimes.accessToken,
    },
  };
}

/**
 * Threat: a session cookie that is forged, read by a script, or sent along with another site's form.
 * Rule: signed, HttpOnly, SameSite=Lax, for the issuer's path alone, Secure over https, gone when the browser closes.
 */
function cookies(issuer: string, keys: readonly string[]): Configuration['cookies'] {
  const path = new URL(issuer).pathname;
  const attributes = { httpOnly: true, sameSite: 'lax', signed: true } as const;
  return {
    keys: [...keys],
    names: { session: 'amtgraph_session', interaction: 'amtgraph_login', resume: 'amtgraph_resume' },
    long: { ...attributes, path },
    short: attributes,
  };
}

function features(
  { audience, backchannelLogoutUrls = [] }: IssuerOptions,
  tokenLifetime: number,
): Configuration['features'] {
  const describe = (_ctx: KoaContextWithOIDC, resource: string) => describeResource(resource, audience, tokenLifetime);
  return {
    devInteractions: off,
    dPoP: off,
    pushedAuthorizationRequests: off,
    userinfo: off,
    revocation: { enabled: true },
    backchannelLogout: { enabled: backchannelLogoutUrls.length > 0 },
    rpInitiatedLogout: { enabled: true, logoutSource: renderLogout, postLogoutSuccessSource: renderLoggedOut },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => gatewayResource,
      getResourceServerInfo: describe,
    },
  };
}
