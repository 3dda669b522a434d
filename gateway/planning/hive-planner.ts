import { createRequire } from 'node:module';
import type { QueryPlan } from '@graphql-hive/router-query-planner';
import { convertHivePlan } from './convert-hive-plan.ts';
import { hostedPlanner } from './hosted-planner.ts';
import { processHost } from './planner-host.ts';
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
 * The planner of Hive Router: native, plans in about a millisecond. It runs in a process of its own: there are operations at which it
 * panics.
 * @throws when the text is not a supergraph it can read
 */
export function hivePlanner(supergraphSdl: string): Promise<Planner> {
  return hostedPlanner({ kind: 'hive', supergraphSdl }, processHost, (plan) => convertHivePlan(plan as QueryPlan));
}
