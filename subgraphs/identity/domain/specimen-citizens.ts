import type { MeansId } from './means-of-identification.ts';

/** A made-up citizen, or clerk, whom a developer may log in as. */
export interface SpecimenCitizen {
  /** Short and stable, for command lines: `erika`. */
  key: string;
  fullName: string;
  /** Where she lives, e.g. `Leipzig`; a clerk's office. */
  place: string;
}

/** A port: which specimen citizens have a means of identification. */
export interface SpecimenCitizens {
  /** Those whom the login page offers. */
  list(means: MeansId): Promise<readonly SpecimenCitizen[]>;
  /** Whether there is one of this key; there may be many more than the page offers. */
  has(means: MeansId, key: string): Promise<boolean>;
}

/** The name under which every specimen means knows a specimen citizen. */
export const specimenPseudonym = (key: string) => `specimen:${key}`;
