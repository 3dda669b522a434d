/** What somebody wants of a quota: `amount` of the `allowed` units within a minute. */
export interface Claim {
  /** Whose quota of what. */
  key: string;
  allowed: number;
  amount: number;
}

/** The claim that did not fit. */
export interface Overdrawn {
  claim: Claim;
  /** Seconds until it fits. */
  retryAfter: number;
}

/** Quotas per minute, of this gateway or of all that share a Redis. */
export interface Quotas {
  /** Takes all claims, or, when one does not fit, none of them and says which. */
  take(claims: readonly Claim[]): Overdrawn | undefined | Promise<Overdrawn | undefined>;
}

export const QUOTA_WINDOW_MS = 60_000;

/**
 * What was taken in this minute and in the one before, which counts for the part of it that still lies within the last 60 s:
 * nobody gets twice the quota at the turn of a minute.
 */
export interface Taken {
  previous: number;
  current: number;
  /** Milliseconds of the present minute that have gone by. */
  elapsedMs: number;
}

/** In whole numbers: a claim fits to the millisecond at which it was said to. */
export function fits({ previous, current, elapsedMs }: Taken, { amount, allowed }: Claim): boolean {
  return previous * (QUOTA_WINDOW_MS - elapsedMs) <= (allowed - current - amount) * QUOTA_WINDOW_MS;
}

/** Seconds until a claim that does not fit now will, when nothing else is taken meanwhile. */
export function secondsUntilFits({ previous, current, elapsedMs }: Taken, { amount, allowed }: Claim): number {
  const room = allowed - amount;
  const ofMinute =
    current <= room
      ? QUOTA_WINDOW_MS - ((room - current) * QUOTA_WINDOW_MS) / previous
      : 2 * QUOTA_WINDOW_MS - (Math.max(0, room) * QUOTA_WINDOW_MS) / current;
  return Math.max(1, Math.ceil((ofMinute - elapsedMs) / 1_000));
}
