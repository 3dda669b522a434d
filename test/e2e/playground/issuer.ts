import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { interactionPolicy, Provider } from 'oidc-provider';
import type { Configuration } from 'oidc-provider';

/** Audience of the access tokens: what a gateway checks. */
export const AUDIENCE = 'urn:amtgraph:gateway';
export const CLIENT_ID = 'amtgraph-playground';

/** A real OpenID Connect issuer whose only means of identification is a button. */
export interface TestIssuer extends AsyncDisposable {
  address: string;
  /** Lets the playground at this origin log in. */
  admit: (origin: string) => Promise<void>;
  /** Validity of access tokens issued from now on, in seconds. */
  tokenLifetime: number;
  /** Level of those who log in without asking for one. */
  usualLevel: string;
}

export async function startIssuer(): Promise<TestIssuer> {
  let handle = answerLater;
  const server = createServer((request, response) => handle(request, response));
  const address = await listen(server);
  const issuer: TestIssuer = {
    address,
    tokenLifetime: 600,
    usualLevel: 'HIGH',
    admit: async (origin) => {
      const provider = new Provider(address, await configuration(origin, issuer));
      const callback = provider.callback();
      handle = (request, response) => {
        if (request.url?.startsWith('/interaction/') === true) void interact(provider, issuer, request, response);
        else void callback(request, response);
      };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return issuer;
}

function answerLater(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503).end();
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

async function configuration(origin: string, issuer: TestIssuer): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'test' }] },
    cookies: { keys: ['only for this test'] },
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [`${origin}/`],
        post_logout_redirect_uris: [`${origin}/`],
      },
    ],
    scopes: ['openid', 'account:read'],
    acrValues: ['NORMAL', 'HIGH'],
    pkce: { required: () => true },
    clientBasedCORS: (_ctx, asking) => asking === origin,
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    loadExistingGrant: async (ctx) => {
      const { session, client, provider } = ctx.oidc;
      const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: client?.clientId ?? '' });
      grant.addOIDCScope('openid account:read');
      grant.addResourceScope(AUDIENCE, 'account:read');
      await grant.save();
      return grant;
    },
    extraTokenClaims: (ctx) => ({ acr: ctx.oidc.entities.AuthorizationCode?.acr ?? 'NORMAL' }),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}`, policy: askingForLevels() },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = page(`${form}<button form="op.logoutForm" name="logout" value="yes">End session</button>`);
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'account:read',
          audience: AUDIENCE,
          accessTokenTTL: issuer.tokenLifetime,
          accessTokenFormat: 'jwt',
        }),
      },
    },
  };
}

/** Somebody who is logged in below the level that is asked for identifies again. */
function askingForLevels(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(
    new interactionPolicy.Check('acr_too_low', 'a higher level is required', ({ oidc }) => {
      const wanted = oidc.params?.['acr_values'];
      return wanted !== undefined && wanted !== oidc.session?.acr;
    }),
  );
  return policy;
}

/** A page with two buttons: identify as the specimen citizen, or give up. */
async function interact(
  provider: Provider,
  { usualLevel }: TestIssuer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html');
    response.end(
      page(`<form method="post"><button name="answer" value="identify">Identify</button>
        <button name="answer" value="cancel">Cancel</button></form>`),
    );
    return;
  }
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const { params } = await provider.interactionDetails(request, response);
  const acr = typeof params['acr_values'] === 'string' ? params['acr_values'] : usualLevel;
  const isIdentified = new URLSearchParams(body).get('answer') === 'identify';
  await provider.interactionFinished(
    request,
    response,
    isIdentified ? { login: { accountId: 'erika', acr } } : { error: 'access_denied' },
  );
}

function page(content: string): string {
  return `<!doctype html><html lang="en"><title>Issuer</title><link rel="icon" href="data:," />${content}</html>`;
}
