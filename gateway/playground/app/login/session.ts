import { isRecord } from '../settings.ts';

/** A login that the gateway accepts until `expiresAt`. */
export interface Session {
  accessToken: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Level of assurance as the issuer names it (`acr`), when it names one. */
  level?: string;
}

/** Why a person who expects to be logged in is not. */
export type LoginProblem =
  'cancelled' | 'expired' | 'foreign' | 'misconfigured' | 'refused' | 'rejected' | 'unreachable';

export interface LoginState {
  session?: Session;
  problem?: LoginProblem;
  /** The level that the last answer asked for. */
  neededLevel?: string;
}

const KEY = 'amtgraph.session';
const listeners = new Set<() => void>();
let state: LoginState = readStored();
let timer: ReturnType<typeof setTimeout> | undefined;
scheduleExpiry();
// A timer sleeps with the machine: look again when the person comes back.
document.addEventListener('visibilitychange', endExpired);

/** The login as it is now; the same object until something changes. */
export function loginState(): LoginState {
  return state;
}

export function subscribeLogin(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The access token to send now; ends the session first when its time is over. */
export function currentToken(): string | undefined {
  endExpired();
  return state.session?.accessToken;
}

/**
 * Keeps the session for this browser tab only.
 *
 * Threat: a token that outlives the person's visit, or that another tab or a log can read.
 * Rule: sessionStorage (gone with the tab), never localStorage, a cookie or an address.
 */
export function beginSession(session: Session): void {
  sessionStorage.setItem(KEY, JSON.stringify(session));
  change({ session });
}

export function endSession(problem?: LoginProblem): void {
  sessionStorage.removeItem(KEY);
  change(problem === undefined ? {} : { problem });
}

/** Says what went wrong and leaves a session, if there is one, as it is. */
export function reportProblem(problem: LoginProblem): void {
  change({ ...state, problem });
}

export function dismissProblem(): void {
  const { session } = state;
  change(session === undefined ? {} : { session });
}

/** Notes that a session of a higher level would get more, or that none would. */
export function needLevel(level: string | undefined): void {
  if (state.session === undefined || state.neededLevel === level) return;
  const { neededLevel: _, ...others } = state;
  change(level === undefined ? others : { ...others, neededLevel: level });
}

function change(next: LoginState): void {
  state = next;
  scheduleExpiry();
  for (const listener of listeners) listener();
}

function endExpired(): void {
  if (state.session !== undefined && state.session.expiresAt <= Date.now()) endSession('expired');
}

function scheduleExpiry(): void {
  clearTimeout(timer);
  if (state.session === undefined) return;
  const longestTimer = 2 ** 31 - 1;
  const left = Math.max(0, state.session.expiresAt - Date.now());
  timer = setTimeout(left > longestTimer ? scheduleExpiry : endExpired, Math.min(left, longestTimer));
}

function readStored(): LoginState {
  const stored = sessionStorage.getItem(KEY);
  if (stored === null) return {};
  const value: unknown = JSON.parse(stored);
  if (!isRecord(value) || typeof value['accessToken'] !== 'string' || typeof value['expiresAt'] !== 'number') return {};
  const { accessToken, expiresAt, level } = value;
  return { session: { accessToken, expiresAt, ...(typeof level === 'string' ? { level } : {}) } };
}
