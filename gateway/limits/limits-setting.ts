import { pairs } from '../../platform/config/fields.ts';
import { defaultLimits, isLimitName, type Limits } from './limits.ts';

/** Limits that differ from the defaults, as `name=number` pairs: `depth=20,cost=50000`. */
export const limitsSetting = pairs.transform((given, context): Partial<Limits> => {
  const limits: Partial<Limits> = {};
  for (const [name, text] of Object.entries(given)) {
    const value = Number(text);
    if (!isLimitName(name)) {
      context.addIssue(`expected names of limits (${Object.keys(defaultLimits).join(', ')}), but got ${name}`);
    } else if (!Number.isSafeInteger(value) || value < 0) {
      context.addIssue(`expected ${name} to be a whole number that is not negative`);
    } else limits[name] = value;
  }
  return limits;
});

/**
 * All limits: those given, and defaults.
 * @param tellsCallersApart whether there is an issuer of tokens; without one a budget would be that of everybody behind one address
 */
export function completeLimits(given: Partial<Limits>, tellsCallersApart: boolean): Limits {
  return { ...defaultLimits, ...(tellsCallersApart ? {} : { costPerMinute: 0 }), ...given };
}
