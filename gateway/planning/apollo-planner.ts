import type { QueryPlan } from '@apollo/query-planner';
import { convertApolloPlan } from './convert-apollo-plan.ts';
import { hostedPlanner } from './hosted-planner.ts';
import { threadHost } from './planner-host.ts';
import type { Planner } from './planner.ts';

/**
 * The planner of `@apollo/query-planner`, in a thread of its own. It knows what the native one does not, and takes longer.
 * @throws when it refuses the supergraph
 */
export function apolloPlanner(supergraphSdl: string): Promise<Planner> {
  return hostedPlanner({ kind: 'apollo', supergraphSdl }, threadHost, (plan) => convertApolloPlan(plan as QueryPlan));
}
