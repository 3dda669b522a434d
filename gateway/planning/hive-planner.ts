import { createRequire } from 'node:module';
import type * as Hive from '@graphql-hive/router-query-planner';
import { convertHivePlan } from './convert-hive-plan.ts';
import { withinBudget } from './planner.ts';
import type { Planner } from './planner.ts';

type HiveModule = typeof Hive;

const require = createRequire(import.meta.url);

/** The native planner's module, or undefined where there is no binary for this machine. */
export function loadHive(): HiveModule | undefined {
  try {
    const loaded: HiveModule = require('@graphql-hive/router-query-planner');
    return loaded;
  } catch {
    return undefined;
  }
}

/**
 * The planner of Hive Router: native, plans in about a millisecond on a thread of its own.
 * @throws when the text is not a supergraph it can read
 */
export function hivePlanner(supergraphSdl: string, hive: HiveModule): Planner {
  const planner = new hive.QueryPlanner(supergraphSdl);
  return {
    name: 'hive',
    hasSecond: false,
    overrideLabels: planner.overrideLabels,
    overridePercentages: planner.overridePercentages,
    plan({ operation, overrideLabels, overridePercentage, budgetMs }) {
      const labels = new Set(overrideLabels);
      return withinBudget(budgetMs, async (signal) => {
        return convertHivePlan(await planner.planAsync(operation, undefined, labels, overridePercentage, signal));
      });
    },
    close: () => Promise.resolve(),
  };
}
