import { neededLevel } from './login/needed-level.ts';
import { currentToken, endSession, needLevel } from './login/session.ts';

/**
 * `fetch` for GraphQL: adds the token when somebody is logged in. A header that the person typed into the headers
 * editor goes first. When the gateway no longer accepts the token (401), the session ends and the page says so; when it
 * kept something back for want of a higher level of assurance, the page offers to log in with that.
 */
export async function authorizedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers);
  const token = headers.has('authorization') ? undefined : currentToken();
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  // A redirect must not carry the token on, and cookies play no part here.
  const response = await fetch(input, { ...init, headers, credentials: 'omit', redirect: 'error' });
  if (response.status === 401 && token !== undefined && token === currentToken()) endSession('rejected');
  if (token !== undefined) void offerLevel(response.clone());
  return response;
}

async function offerLevel(response: Response): Promise<void> {
  if (!/^application\/([\w-]+\+)?json/.test(response.headers.get('content-type') ?? '')) return;
  // GraphiQL says what is wrong with an answer that is no JSON.
  const answer: unknown = await response.json().catch(() => undefined);
  needLevel(neededLevel(answer));
}
