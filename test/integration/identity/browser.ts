import { createHash, randomBytes } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { CookieJar } from '../../../subgraphs/identity/login/cookie-jar.ts';
import { playground } from './issuer-server.ts';

/** A browser without a window: it keeps cookies and shows every redirect instead of following it. */
export class Browser {
  readonly jar = new CookieJar();

  async get(url: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(url, { headers });
  }

  async post(url: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(url, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  async #send(url: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const headers = { accept: 'text/html', ...init.headers, cookie: this.jar.header(url) };
    const response = await fetch(url, { ...init, redirect: 'manual', headers });
    this.jar.store(response);
    return response;
  }

  /** Opens `url` and follows redirects within the issuer, until there is a page or a way back to a client. */
  async open(url: string, issuer: string): Promise<{ url: URL; response: Response }> {
    let current = url;
    let response = await this.get(current);
    while (response.headers.has('location')) {
      current = new URL(response.headers.get('location') ?? '', current).href;
      if (!current.startsWith(issuer)) break;
      response = await this.get(current);
    }
    return { url: new URL(current), response };
  }
}

export interface AuthorizationRequest {
  url: string;
  verifier: string;
}

/** An authorization request as the playground makes it; `parameters` replace or add. */
export function authorizationRequest(issuer: string, parameters: Record<string, string> = {}): AuthorizationRequest {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'playground',
    redirect_uri: `${playground}/`,
    scope: 'openid profile:read vehicles:read',
    state: 'some-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...parameters,
  });
  return { url: `${issuer}/auth?${String(query)}`, verifier };
}

/** Goes from an authorization request through the login page to the client's redirect URI. */
export async function identify(
  browser: Browser,
  issuer: string,
  request: AuthorizationRequest,
  means = 'EID',
  citizen = 'erika',
): Promise<URL> {
  const login = await browser.open(request.url, issuer);
  const answer = await browser.post(`${login.url.href}/${means}`, { citizen });
  const location = answer.headers.get('location');
  if (!location) throw new Error(`The login page answered ${answer.status}: ${await answer.text()}`);
  return (await browser.open(location, issuer)).url;
}

export async function redeem(
  issuer: string,
  code: string | null,
  verifier: string,
  fields: Record<string, string> = {},
  headers = {},
): Promise<Response> {
  const body = {
    grant_type: 'authorization_code',
    client_id: 'playground',
    redirect_uri: `${playground}/`,
    code: code ?? '',
    code_verifier: verifier,
  };
  return fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams({ ...body, ...fields }), headers });
}

export interface Tokens {
  access_token: string;
  id_token: string;
  token_type: string;
  expires_in: number;
  scope: string;
}

/** Redeems the code that came back, by the request that asked for it. */
export async function tokensOf(issuer: string, back: URL, { verifier }: AuthorizationRequest): Promise<Tokens> {
  return (await (await redeem(issuer, back.searchParams.get('code'), verifier)).json()) as Tokens;
}

export interface PublicKey {
  kid: string;
}

export async function publishedKeys(issuer: string): Promise<PublicKey[]> {
  return ((await (await fetch(`${issuer}/jwks`)).json()) as { keys: PublicKey[] }).keys;
}

/** The claims of an access token for the gateway, checked against the keys that the issuer publishes. */
export async function claimsOf(token: string, issuer: string): Promise<JWTPayload> {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  return (await jwtVerify(token, keys, { issuer, audience: 'amtgraph-gateway', algorithms: ['EdDSA'] })).payload;
}
