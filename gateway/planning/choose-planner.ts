import { hivePlanner, loadHive } from './hive-planner.ts';
import type { Planner } from './planner.ts';
import { withFallback } from './fallback-planner.ts';

/** Which planner: `auto` takes the native one wherever it can do the work. */
export type PlannerChoice = 'auto' | 'hive' | 'apollo';

/** The native planner accepts `@fromContext` but sends nothing for it. */
const USES_CONTEXT = /contextArguments:\s*\[\s*\{/;

/** @throws when the planner asked for is not there, or refuses the supergraph */
export async function choosePlanner(supergraphSdl: string, choice: PlannerChoice): Promise<Planner> {
  const hive = choice === 'apollo' || (choice === 'auto' && USES_CONTEXT.test(supergraphSdl)) ? undefined : loadHive();
  if (hive && choice === 'auto') return withFallback(hivePlanner(supergraphSdl, hive), () => apollo(supergraphSdl));
  if (hive) return hivePlanner(supergraphSdl, hive);
  if (choice === 'hive') {
    throw new Error(
      'PLANNER=hive, but @graphql-hive/router-query-planner has no binary for this machine. Use PLANNER=auto.',
    );
  }
  return apollo(supergraphSdl);
}

async function apollo(supergraphSdl: string): Promise<Planner> {
  const { apolloPlanner } = await import('./apollo-planner.ts');
  return apolloPlanner(supergraphSdl);
}
