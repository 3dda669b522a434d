import { currentToken, endSession } from './login/session.ts';

/**
 * `fetch` for GraphQL: adds the token when somebody is logged in. A header that the person typed into the headers
 * editor goes first. When the gateway no longer accepts the token (401), the session ends and the page says so.
 */
export async function authorizedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers);
  const token = headers.has('authorization') ? undefined : currentToken();
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  // A redirect must not carry the token on, and cookies play no part here.
  const response = await fetch(input, { ...init, headers, credentials: 'omit', redirect: 'error' });
  if (response.status === 401 && token !== undefined && token === currentToken()) endSession('rejected');
  return response;
}
