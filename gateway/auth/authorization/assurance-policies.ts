import { assuranceLevels, type AssuranceLevel } from '../caller.ts';

const PREFIX = 'assurance:';

/** Means of identification that reach a level, in the order in which they are offered. */
const means: Record<AssuranceLevel, readonly string[]> = {
  NORMAL: ['PASSWORD', 'ELSTER', 'EID'],
  SUBSTANTIAL: ['ELSTER', 'EID'],
  HIGH: ['EID'],
};

/** Whether a policy is about the level of assurance: `assurance:high`. */
export function isAssurancePolicy(policy: string): boolean {
  return policy.startsWith(PREFIX);
}

/** The level that a policy asks for; undefined when it names none that there is. */
export function levelOfPolicy(policy: string): AssuranceLevel | undefined {
  return assuranceLevels.find((level) => policy === PREFIX + level.toLowerCase());
}

export function reaches(level: AssuranceLevel | undefined, required: AssuranceLevel): boolean {
  return level !== undefined && assuranceLevels.indexOf(level) >= assuranceLevels.indexOf(required);
}

export function meansFor(level: AssuranceLevel): readonly string[] {
  return means[level];
}

export function highest(levels: readonly AssuranceLevel[]): AssuranceLevel | undefined {
  return assuranceLevels.findLast((level) => levels.includes(level));
}
