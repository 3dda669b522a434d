import { isRecord } from '../settings.ts';

/** What this tab must remember between leaving for the issuer and coming back. */
export interface LoginAttempt {
  /** PKCE: proves that whoever redeems the code is who asked for it. */
  codeVerifier: string;
  /** Ties the answer to this tab: an answer that somebody else started is refused. */
  state: string;
  /** Ties the ID token to this attempt. */
  nonce: string;
}

const KEY = 'amtgraph.login-attempt';

export function rememberAttempt(attempt: LoginAttempt): void {
  sessionStorage.setItem(KEY, JSON.stringify(attempt));
}

/** Gives the attempt and forgets it: each one counts once. */
export function takeAttempt(): LoginAttempt | undefined {
  const stored = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (stored === null) return undefined;
  const value: unknown = JSON.parse(stored);
  if (!isRecord(value)) return undefined;
  const { codeVerifier, state, nonce } = value;
  if (typeof codeVerifier !== 'string' || typeof state !== 'string' || typeof nonce !== 'string') return undefined;
  return { codeVerifier, state, nonce };
}
