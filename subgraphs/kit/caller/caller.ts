import { unauthenticated } from '../errors.ts';

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

/** Who asks, as the gateway vouches for it in the caller assertion. */
export interface Caller {
  citizen?: CallingCitizen;
  scopes: ReadonlySet<string>;
  /** RFC 8693: who acts, when somebody acts for the citizen. */
  actor?: string;
}

/**
 * The citizen who asks.
 * @throws UNAUTHENTICATED for an anonymous caller
 */
export function requireCitizen(caller: Caller): CallingCitizen {
  if (!caller.citizen) throw unauthenticated();
  return caller.citizen;
}

/** Whether a `Citizen` reference means the caller. Threat: reading another citizen's data by id. Rule: no other citizen resolves. */
export function isCaller(caller: Caller, citizenId: unknown): boolean {
  return caller.citizen !== undefined && caller.citizen.handle === citizenId;
}
