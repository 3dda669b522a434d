import type { ClientMetadata } from 'oidc-provider';

/** Redirect URI of the command line; the port may be any (RFC 8252, 7.3). */
export const commandLineRedirectUri = 'http://127.0.0.1/callback';

/** The clients that may ask for a login. Both are public: they cannot keep a secret, so PKCE binds the code to them. */
export function relyingParties(
  playgroundOrigins: readonly string[],
  sessionAtMost: number,
  backchannelLogoutUrl?: string,
): ClientMetadata[] {
  const publicClient = {
    token_endpoint_auth_method: 'none',
    default_max_age: sessionAtMost,
    ...(backchannelLogoutUrl
      ? { backchannel_logout_uri: backchannelLogoutUrl, backchannel_logout_session_required: true }
      : {}),
  } as const;
  const redirectUris = playgroundOrigins.map((origin) => `${origin}/`);
  return [
    {
      ...publicClient,
      client_id: 'playground',
      client_name: 'Amtgraph Playground',
      redirect_uris: redirectUris,
      post_logout_redirect_uris: redirectUris,
    },
    {
      ...publicClient,
      client_id: 'amtgraph-cli',
      client_name: 'Amtgraph CLI',
      application_type: 'native',
      redirect_uris: [commandLineRedirectUri],
    },
  ];
}
