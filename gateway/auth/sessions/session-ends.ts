import type { Caller } from '../caller.ts';

/** The end of a login session; or, without `session`, of all that a subject began until then. */
export interface SessionEnd {
  /** The `sid` of its tokens. */
  session?: string;
  /** The issuer's `sub`. */
  subject?: string;
  /** Epoch seconds, by the issuer's clock. */
  endedAt: number;
}

/** Says of a caller whether an end concerns it. */
export type Concerns = (caller: Caller) => boolean;

/** Where the ends of sessions are made known to all gateways. */
export interface SharedSessionEnds {
  /** Resolves when all gateways are going to learn of it. */
  publish(end: SessionEnd): Promise<void>;
}

export interface SessionEndsOptions {
  /** How long a token may be accepted after the end of its session was heard of: its longest life and the leeway. Milliseconds. */
  keepMs: number;
  /** The most ends that are remembered, of sessions and of subjects each. */
  most?: number;
  /** Told when there are more: those that ended first are forgotten before their tokens have expired. */
  onFull?: () => void;
}

/** 100 ends a second in 17 minutes; about 20 MB. */
const usualMost = 100_000;

interface Remembered {
  endedAt: number;
  /** Epoch milliseconds. */
  until: number;
}

/**
 * The sessions that have ended while tokens of theirs are still out.
 * Threat: a JWT is good until it expires, also in the hands of whoever copied it before its owner logged out. Rule: the issuer tells when a session has ended
 * (OpenID Connect Back-Channel Logout 1.0); from then on its tokens are refused, for as long as any of them could be accepted.
 */
export class SessionEnds {
  private readonly options: Required<SessionEndsOptions>;
  private readonly sessions = new Map<string, Remembered>();
  private readonly subjects = new Map<string, Remembered>();
  private readonly listeners: ((concerns: Concerns) => void)[] = [];
  private shared: SharedSessionEnds | undefined;

  constructor(options: SessionEndsOptions) {
    this.options = { most: usualMost, onFull: () => undefined, ...options };
  }

  /** Makes the ends that are reported here known to other gateways. */
  shareThrough(shared: SharedSessionEnds): void {
    this.shared = shared;
  }

  /** Whether the caller's session is over. Asked for each request: one look into a map, two while a whole account is locked out. */
  hasEnded({ citizen }: Caller): boolean {
    if (!citizen) return false;
    if (this.sessions.has(citizen.session)) return true;
    return this.subjects.size > 0 && this.concernsSubject(citizen.subject, citizen.issuedAt);
  }

  /** Takes the word of the issuer. @throws when other gateways could not be told; this one knows all the same */
  async report(end: SessionEnd): Promise<void> {
    this.remember(end);
    await this.shared?.publish(end);
  }

  /** Takes an end in, at whichever gateway it was reported. */
  remember(end: SessionEnd): void {
    const { session, subject, endedAt } = end;
    const remembered = { endedAt, until: Date.now() + this.options.keepMs };
    if (session !== undefined) this.keep(this.sessions, session, remembered);
    else if (subject !== undefined) this.keep(this.subjects, subject, remembered);
    for (const listener of this.listeners) listener((caller) => this.hasEnded(caller));
  }

  /** Tells of each end, for what callers keep open. */
  onEnd(listener: (concerns: Concerns) => void): void {
    this.listeners.push(listener);
  }

  /** How many are remembered. */
  get size(): number {
    return this.sessions.size + this.subjects.size;
  }

  private concernsSubject(subject: string, issuedAt = 0): boolean {
    const end = this.subjects.get(subject);
    return end !== undefined && issuedAt <= end.endedAt;
  }

  /** All are kept for the same time, so that the first in the map is the first to be forgotten. */
  private keep(ends: Map<string, Remembered>, key: string, remembered: Remembered): void {
    const endedAt = Math.max(remembered.endedAt, ends.get(key)?.endedAt ?? 0);
    ends.delete(key);
    ends.set(key, { ...remembered, endedAt });
    const now = Date.now();
    for (const [oldest, { until }] of ends) {
      const isFull = ends.size > this.options.most;
      if (until > now && !isFull) return;
      if (until > now) this.options.onFull();
      ends.delete(oldest);
    }
  }
}
