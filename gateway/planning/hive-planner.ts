import { createRequire } from 'node:module';
import type { QueryPlan } from '@graphql-hive/router-query-planner';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { convertHivePlan } from './convert-hive-plan.ts';
import { hostedPlanner } from './hosted-planner.ts';
import { processHost } from './planner-host.ts';
import type { Planner } from './planner.ts';
import { withPossibleFragments } from './possible-fragments.ts';

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
export function hivePlanner({ sdl, schema }: Pick<Supergraph, 'sdl' | 'schema'>): Promise<Planner> {
  return hostedPlanner({ kind: 'hive', supergraphSdl: sdl }, processHost, (plan) =>
    withPossibleFragments(convertHivePlan(plan as QueryPlan), schema),
  );
}
