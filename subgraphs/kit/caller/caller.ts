import { subgraphError, unauthenticated } from '../errors.ts';

/** Levels of assurance, lowest first (eIDAS / STORK 1, 3, 4). */
export const assuranceLevels = ['NORMAL', 'SUBSTANTIAL', 'HIGH'] as const;
export type AssuranceLevel = (typeof assuranceLevels)[number];

/** A citizen who is logged in, as one subgraph knows them. */
export interface CallingCitizen {
  /** The sector identifier: the key of this citizen's data in this subgraph (decision 001). */
  sub: string;
  /** The session handle, equal to `Citizen.id`. */
  handle: string;
  level: AssuranceLevel;
}

/** A clerk who is logged in: somebody who works for one authority. */
export interface CallingClerk {
  /** The pseudonym under which this subgraph knows the clerk: who decided what. */
  sub: string;
  /** AGS of the authority (2, 5 or 8 digits): a clerk sees what is before it, and nothing of others. */
  authority: string;
  level: AssuranceLevel;
}

/** Who asks, as the gateway vouches for it in the caller assertion. */
export interface Caller {
  /** Undefined for a clerk and for an anonymous caller. */
  citizen?: CallingCitizen;
  clerk?: CallingClerk;
  scopes: ReadonlySet<string>;
  /** RFC 8693: who acts, when somebody acts for the citizen. */
  actor?: string;
}

/**
 * The citizen who asks.
 * @throws UNAUTHENTICATED for an anonymous caller, FORBIDDEN for a clerk
 */
export function requireCitizen(caller: Caller): CallingCitizen {
  if (caller.clerk) throw subgraphError('FORBIDDEN', 'This is for citizens. Log in with your own citizen account.');
  if (!caller.citizen) throw unauthenticated();
  return caller.citizen;
}

/**
 * The clerk who asks.
 * @throws UNAUTHENTICATED for an anonymous caller, FORBIDDEN for a citizen
 */
export function requireClerk(caller: Caller): CallingClerk {
  if (caller.clerk) return caller.clerk;
  if (!caller.citizen) throw unauthenticated();
  throw subgraphError('FORBIDDEN', 'This is for clerks of an authority. Log in with a clerk account.');
}

/** Whether a `Citizen` reference means the caller. Threat: reading another citizen's data by id. Rule: no other citizen resolves. */
export function isCaller(caller: Caller, citizenId: unknown): boolean {
  return caller.citizen !== undefined && caller.citizen.handle === citizenId;
}
