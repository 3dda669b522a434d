import { assuranceLevels, type AssuranceLevel } from '../../kit/caller/caller.ts';

/** The number that German portals show for a level (STORK QAA); there is no level 2 in use. */
export const storkLevel: Record<AssuranceLevel, number> = { NORMAL: 1, SUBSTANTIAL: 3, HIGH: 4 };

export function isLevel(text: unknown): text is AssuranceLevel {
  return assuranceLevels.some((level) => level === text);
}

/** True when `level` is at least `wanted`. */
export function reaches(level: AssuranceLevel, wanted: AssuranceLevel): boolean {
  return assuranceLevels.indexOf(level) >= assuranceLevels.indexOf(wanted);
}

/** The lowest of some levels, undefined of none. */
export function lowest(given: readonly AssuranceLevel[]): AssuranceLevel | undefined {
  return assuranceLevels.find((level) => given.includes(level));
}
