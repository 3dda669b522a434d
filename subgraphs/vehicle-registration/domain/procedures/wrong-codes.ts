import type { Clocks } from './clocks.ts';

/**
 * What follows from codes that do not match: they may be corrected; after the last correction the application may go unchanged to a clerk; and whoever gives
 * wrong ones all day has to stop, in whatever procedures.
 * Threat: trying codes until they fit. Rule: so many a procedure, so many a day for each citizen, and never a word about which one is wrong.
 */
export type AfterWrongCodes = { next: 'CORRECT'; left: number } | { next: 'TO_CLERK' };

/** @param wrong how often they were wrong in this procedure, this time included */
export function afterWrongCodes(wrong: number, { mostCorrections }: Pick<Clocks, 'mostCorrections'>): AfterWrongCodes {
  return wrong <= mostCorrections ? { next: 'CORRECT', left: mostCorrections - wrong + 1 } : { next: 'TO_CLERK' };
}

/** Whether this citizen may have codes compared at all. @param today how often they gave wrong ones in the last 24 hours */
export function mayTryCodes(today: number, { mostWrongCodesADay }: Pick<Clocks, 'mostWrongCodesADay'>): boolean {
  return today < mostWrongCodesADay;
}
