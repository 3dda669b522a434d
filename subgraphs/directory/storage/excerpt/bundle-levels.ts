import type { AuthorityLevel } from '../../domain/authority-level.ts';

/**
 * Bundles that are not run by the level that their LeiKa type names: the types know municipalities, where districts are meant.
 * A city that belongs to no district does what districts do.
 */
export const bundleLevels: Readonly<Record<string, AuthorityLevel>> = {
  // Vehicle registration and its plates (FZV § 46: lower administrative authorities).
  '10439': 'DISTRICT',
  '10436': 'DISTRICT',
  // Driving licences (StVG § 73).
  '10169': 'DISTRICT',
  // Building supervision.
  '10519': 'DISTRICT',
  // Advance maintenance: the youth welfare offices.
  '10035': 'DISTRICT',
};
