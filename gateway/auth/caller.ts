/** Levels of assurance, lowest first (eIDAS / STORK 1, 3, 4). */
export const assuranceLevels = ['NORMAL', 'SUBSTANTIAL', 'HIGH'] as const;
export type AssuranceLevel = (typeof assuranceLevels)[number];

/** Who asks, from a verified access token. */
export interface Caller {
  /** Who is logged in: a citizen, or with `clerkOf` a clerk. Undefined for an anonymous caller. */
  citizen?: {
    /** The issuer's `sub`. */
    subject: string;
    /** The login session, `sid`. */
    session: string;
    level: AssuranceLevel;
    /** When the token was made, epoch seconds; one that does not say counts as old. */
    issuedAt?: number;
  };
  /** The authority that a clerk works for, its AGS; undefined for citizens. */
  clerkOf?: string;
  scopes: readonly string[];
  /** The OAuth client, for logs and limits. */
  client?: string;
  /** Until when the token is accepted, epoch milliseconds; absent for an anonymous caller. */
  expiresAt?: number;
  /** Subject, session, level, scopes and the authority of a clerk: the caller's part of every key under which answers are shared. */
  key: string;
}

export const anonymous: Caller = { scopes: [], key: 'anonymous' };
