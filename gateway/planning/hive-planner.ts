import { createRequire } from 'node:module';
import type { QueryPlan } from '@graphql-hive/router-query-planner';
import { convertHivePlan } from './convert-hive-plan.ts';
import { PlannerThread } from './planner-thread.ts';
import type { Planner } from './planner.ts';

/** Whether the native planner has a binary for this machine. */
export function hasHive(): boolean {
  try {
    createRequire(import.meta.url)('@graphql-hive/router-query-planner');
    return true;
  } catch {
    return false;
  }
}

/**
 * The planner of Hive Router: native, plans in about a millisecond, in a thread of its own because building it takes long.
 * @throws when the text is not a supergraph it can read
 */
export async function hivePlanner(supergraphSdl: string): Promise<Planner> {
  const thread = await PlannerThread.start({ kind: 'hive', supergraphSdl }, (plan) =>
    convertHivePlan(plan as QueryPlan),
  );
  return {
    name: 'hive',
    hasSecond: false,
    ...thread.facts,
    plan: ({ operation, overrideLabels, overridePercentage, budgetMs }) =>
      thread.plan({ operation, overrideLabels: [...overrideLabels], overridePercentage }, budgetMs),
    close: () => thread.close(),
  };
}
