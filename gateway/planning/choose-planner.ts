import { hivePlanner, loadHive } from './hive-planner.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { Planner } from './planner.ts';
import { Requirements } from './requirements.ts';
import { withSplitting } from './split-planner.ts';
import { verified } from './verified-planner.ts';
import { withFallback } from './fallback-planner.ts';

/** Which planner: `auto` takes the native one wherever it can do the work. */
export type PlannerChoice = 'auto' | 'hive' | 'apollo';

/** The native planner accepts `@fromContext` but sends nothing for it. */
const USES_CONTEXT = /contextArguments:\s*\[\s*\{/;

/** @throws when the planner asked for is not there, or refuses the supergraph */
export async function choosePlanner(supergraph: Supergraph, choice: PlannerChoice): Promise<Planner> {
  const { sdl, apiSchema } = supergraph;
  const requirements = new Requirements(supergraph);
  const apollo = async (): Promise<Planner> => {
    const { apolloPlanner } = await import('./apollo-planner.ts');
    return verified(await apolloPlanner(sdl), requirements);
  };
  const hive = choice === 'apollo' || (choice === 'auto' && USES_CONTEXT.test(sdl)) ? undefined : loadHive();
  if (!hive && choice === 'hive') {
    throw new Error(
      'PLANNER=hive, but @graphql-hive/router-query-planner has no binary for this machine. Use PLANNER=auto.',
    );
  }
  const native = hive && verified(hivePlanner(sdl, hive), requirements);
  const planner = native ? (choice === 'auto' ? withFallback(native, apollo) : native) : await apollo();
  return withSplitting(planner, apiSchema, requirements);
}
