import type { QueryPlan } from '@apollo/query-planner';
import { convertApolloPlan } from './convert-apollo-plan.ts';
import { PlannerThread } from './planner-thread.ts';
import type { Planner } from './planner.ts';

/**
 * The planner of `@apollo/query-planner`, in a thread of its own. It knows what the native one does not, and takes longer.
 * @throws when it refuses the supergraph
 */
export async function apolloPlanner(supergraphSdl: string): Promise<Planner> {
  const thread = await PlannerThread.start({ kind: 'apollo', supergraphSdl }, (plan) =>
    convertApolloPlan(plan as QueryPlan),
  );
  return {
    name: 'apollo',
    hasSecond: false,
    ...thread.facts,
    plan: ({ operation, overrideLabels, overridePercentage, budgetMs }) =>
      thread.plan({ operation, overrideLabels: [...overrideLabels], overridePercentage }, budgetMs),
    close: () => thread.close(),
  };
}
