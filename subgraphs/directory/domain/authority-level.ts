/** At which level of the state an authority works, highest first. */
export const authorityLevels = ['FEDERAL', 'STATE', 'DISTRICT', 'MUNICIPAL'] as const;
export type AuthorityLevel = (typeof authorityLevels)[number];

/** The level of the authority of an area, by the length of its AGS. */
export function levelOfArea(ags: string): AuthorityLevel {
  if (ags.length === 8) return 'MUNICIPAL';
  if (ags.length === 5) return 'DISTRICT';
  return ags.length === 2 ? 'STATE' : 'FEDERAL';
}
