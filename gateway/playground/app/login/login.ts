import * as oauth from 'oauth4webapi';
import { discover, requestOptions } from './issuer.ts';
import type { Issuer } from './issuer.ts';
import { rememberAttempt, takeAttempt } from './login-attempt.ts';
import { beginSession, endSession, reportProblem } from './session.ts';
import type { LoginProblem } from './session.ts';
import { readClaims } from './token-claims.ts';

/**
 * Leaves for the issuer: authorization code with PKCE (RFC 7636, S256), state and nonce.
 * @param level of assurance that is needed; the issuer asks for a means that reaches it, also of somebody who is logged in
 */
export async function startLogin(issuer: Issuer, level?: string): Promise<void> {
  try {
    location.assign(await authorizationUrl(issuer, level));
  } catch (error) {
    reportProblem(problemOf(error));
  }
}

/** When the issuer has just sent the browser back: redeems the code and begins the session. Else does nothing. */
export async function completeLogin(issuer: Issuer): Promise<void> {
  const answer = new URL(location.href);
  if (!answer.searchParams.has('code') && !answer.searchParams.has('error')) return;
  // The code must stay neither in the address bar nor in the history, whatever comes of it.
  history.replaceState(null, '', location.pathname);
  try {
    await redeem(issuer, answer);
  } catch (error) {
    endSession(problemOf(error));
  }
}

/** Forgets the token, then lets the issuer end its own session, so that the next login asks again who it is. */
export async function logOut(issuer: Issuer): Promise<void> {
  endSession();
  try {
    const { end_session_endpoint: endpoint } = await discover(issuer);
    // Without such an endpoint at least nothing of the person stays on the screen.
    if (endpoint === undefined) return location.reload();
    const url = new URL(endpoint);
    url.searchParams.set('client_id', issuer.client.client_id);
    url.searchParams.set('post_logout_redirect_uri', issuer.redirectUri);
    location.assign(url);
  } catch (error) {
    reportProblem(problemOf(error));
  }
}

async function authorizationUrl(issuer: Issuer, level: string | undefined): Promise<URL> {
  const server = await discover(issuer);
  if (server.authorization_endpoint === undefined) throw new Error('The issuer names no authorization endpoint.');
  const codeVerifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  rememberAttempt({ codeVerifier, state, nonce });
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: issuer.client.client_id,
    redirect_uri: issuer.redirectUri,
    response_type: 'code',
    scope: [...new Set(['openid', ...issuer.scopes])].join(' '),
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...(level === undefined ? {} : { acr_values: level }),
  }).toString();
  return url;
}

class ForeignAnswer extends Error {}

async function redeem(issuer: Issuer, answer: URL): Promise<void> {
  const attempt = takeAttempt();
  if (attempt === undefined || answer.searchParams.get('state') !== attempt.state) {
    throw new ForeignAnswer('The answer does not belong to a login of this tab.');
  }
  const { client, redirectUri } = issuer;
  const server = await discover(issuer);
  const parameters = oauth.validateAuthResponse(server, client, answer, attempt.state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    redirectUri,
    attempt.codeVerifier,
    requestOptions(issuer),
  );
  const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: attempt.nonce,
    requireIdToken: true,
  });
  const claims = readClaims(result.access_token);
  const level = claims.acr ?? readClaims(result.id_token).acr;
  // An issuer that names no end at all gets five minutes: after that the page asks again rather than guesses.
  const expiresAt = claims.exp === undefined ? Date.now() + (result.expires_in ?? 300) * 1000 : claims.exp * 1000;
  beginSession({ accessToken: result.access_token, expiresAt, ...(level === undefined ? {} : { level }) });
}

function problemOf(error: unknown): LoginProblem {
  if (error instanceof ForeignAnswer) return 'foreign';
  if (error instanceof oauth.AuthorizationResponseError)
    return error.error === 'access_denied' ? 'cancelled' : 'refused';
  if (error instanceof oauth.ResponseBodyError) return 'refused';
  // What `fetch` throws when there is no connection, or the issuer does not allow this origin (CORS).
  if (error instanceof TypeError && !('code' in error)) return 'unreachable';
  return 'misconfigured';
}
