import { createHash, randomBytes } from 'node:crypto';
import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import type { MeansId } from '../domain/means-of-identification.ts';
import { CookieJar } from './cookie-jar.ts';
import { commandLineRedirectUri } from './relying-parties.ts';
import { allScopes } from './scopes.ts';

export interface ProgrammaticLogin {
  /** The issuer's URL: `http://127.0.0.1:4001/oidc`. */
  issuer: string;
  /** Key of a specimen citizen or clerk: `erika`, `clerk-leipzig`. */
  citizen: string;
  level: AssuranceLevel;
  clientId?: string;
  redirectUri?: string;
  /** Default: everything that the account may do. */
  scopes?: readonly string[];
}

export interface LogInResult {
  accessToken: string;
  idToken: string | undefined;
  /** Seconds. */
  expiresIn: number;
  scope: string;
}

/** The login did not lead to a token; the message says at which step and what the issuer answered. */
export class LoginError extends Error {
  override name = 'LoginError';
}

const meansOf: Record<AssuranceLevel, MeansId> = { NORMAL: 'PASSWORD', SUBSTANTIAL: 'ELSTER', HIGH: 'EID' };
const maxRedirects = 10;

interface Endpoints {
  authorization_endpoint: string;
  token_endpoint: string;
}

/**
 * Logs a specimen citizen or clerk in as a browser would: authorization code with PKCE, cookies, the login page's own form.
 * For tests, benchmarks and command lines; it works wherever specimen means of identification are on.
 * @throws LoginError
 */
export async function logIn(login: ProgrammaticLogin): Promise<LogInResult> {
  const endpoints = await discover(login.issuer);
  const redirectUri = login.redirectUri ?? commandLineRedirectUri;
  const clientId = login.clientId ?? 'amtgraph-cli';
  const verifier = randomBytes(32).toString('base64url');
  const request = new URL(endpoints.authorization_endpoint);
  const state = randomBytes(16).toString('base64url');
  request.search = String(
    new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: ['openid', ...(login.scopes ?? allScopes)].filter(isFirst).join(' '),
      acr_values: login.level,
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }),
  );
  const back = await identify(request.href, redirectUri, login);
  if (back.searchParams.get('state') !== state)
    throw new LoginError('The issuer sent back another state than it was given.');
  const code = back.searchParams.get('code');
  if (!code)
    throw new LoginError(
      `The issuer refused the login: ${back.searchParams.get('error')} ${back.searchParams.get('error_description')}`,
    );
  const parameters = {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  };
  return redeem(endpoints.token_endpoint, parameters);
}

const isFirst = (value: string, index: number, all: readonly string[]) => all.indexOf(value) === index;

async function discover(issuer: string): Promise<Endpoints> {
  const response = await send(`${issuer}/.well-known/openid-configuration`);
  if (!response.ok)
    throw new LoginError(`${issuer} is no OpenID Connect issuer: its discovery document answers ${response.status}.`);
  return (await response.json()) as Endpoints;
}

async function send(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000), ...init });
  } catch (error) {
    throw new LoginError(`The issuer does not answer at ${new URL(url).origin}. Is the system running (npm start)?`, {
      cause: error,
    });
  }
}

/** Follows redirects to the login page, submits it, and follows the rest, until the issuer sends the browser back. */
async function identify(start: string, redirectUri: string, { citizen, level }: ProgrammaticLogin): Promise<URL> {
  const jar = new CookieJar();
  let url = start;
  let init: RequestInit = {};
  for (let step = 0; step < maxRedirects; step++) {
    const headers = { accept: 'application/json', cookie: jar.header(url) };
    const response = await send(url, { ...init, headers });
    jar.store(response);
    const location = response.headers.get('location');
    if (response.status === 422) throw new LoginError(await refusal(response, citizen, level));
    if (!location) throw new LoginError(`The login stopped: ${await explain(response)}`);
    if (location.startsWith(redirectUri)) return new URL(location);
    const next = new URL(location, url).href;
    const isLoginPage = new URL(next).pathname.includes('/login/');
    url = isLoginPage ? `${next}/${meansOf[level]}` : next;
    init = isLoginPage ? { method: 'POST', body: new URLSearchParams({ citizen }) } : {};
  }
  throw new LoginError(`The issuer redirected more than ${maxRedirects} times.`);
}

interface Problem {
  error?: string;
  error_description?: string;
}

const problemIn = async (response: Response) => (await response.json().catch(() => ({}))) as Problem;

/** The means of identification does not know who asks: the issuer's reason in words, and what it was given. */
async function refusal(response: Response, citizen: string, level: AssuranceLevel): Promise<string> {
  const { error_description: reason = '' } = await problemIn(response);
  return `The login as "${citizen}" with ${meansOf[level]} (level ${level}) was refused. ${reason} erika has every means (clerks have no PASSWORD); another level asks for another one.`;
}

async function explain(response: Response): Promise<string> {
  const { error = '', error_description: description = '' } = await problemIn(response);
  return `${response.status} ${error} ${description}`.trim();
}

async function redeem(endpoint: string, parameters: Record<string, string>): Promise<LogInResult> {
  const response = await send(endpoint, { method: 'POST', body: new URLSearchParams(parameters) });
  if (!response.ok) throw new LoginError(`The issuer gave no token: ${await explain(response)}`);
  const body = (await response.json()) as {
    access_token: string;
    id_token?: string;
    expires_in: number;
    scope: string;
  };
  return { accessToken: body.access_token, idToken: body.id_token, expiresIn: body.expires_in, scope: body.scope };
}
