/**
 * How surely a login, or an attribute, is known to belong to a person.
 * After eIDAS and its German profile: user name and password 1, ELSTER certificate 3, eID card 4.
 */
export const levels = ['NORMAL', 'SUBSTANTIAL', 'HIGH'] as const;

export type LevelOfAssurance = (typeof levels)[number];

/** The number that German portals show for a level (STORK QAA); there is no level 2 in use. */
export const storkLevel: Record<LevelOfAssurance, number> = { NORMAL: 1, SUBSTANTIAL: 3, HIGH: 4 };

export function isLevel(text: unknown): text is LevelOfAssurance {
  return levels.some((level) => level === text);
}

/** True when `level` is at least `wanted`. */
export function reaches(level: LevelOfAssurance, wanted: LevelOfAssurance): boolean {
  return levels.indexOf(level) >= levels.indexOf(wanted);
}

/** The lowest of some levels, undefined of none. */
export function lowest(given: readonly LevelOfAssurance[]): LevelOfAssurance | undefined {
  return levels.find((level) => given.includes(level));
}
