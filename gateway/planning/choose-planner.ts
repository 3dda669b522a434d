import { setImmediate as nextTurn } from 'node:timers/promises';
import { apolloPlanner } from './apollo-planner.ts';
import { hasHive, hivePlanner } from './hive-planner.ts';
import { KnownTypes } from './known-types.ts';
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
  await nextTurn();
  const requirements = new Requirements(supergraph);
  await nextTurn();
  const known = new KnownTypes(supergraph);
  await nextTurn();
  const apollo = async (): Promise<Planner> => verified(await apolloPlanner(sdl), requirements, known);
  const wantsHive = choice === 'hive' || (choice === 'auto' && !USES_CONTEXT.test(sdl));
  if (choice === 'hive' && !hasHive()) {
    throw new Error(
      'PLANNER=hive, but @graphql-hive/router-query-planner has no binary for this machine. Use PLANNER=auto.',
    );
  }
  const native = wantsHive && hasHive() ? verified(await hivePlanner(supergraph), requirements, known) : undefined;
  const planner = native ? (choice === 'auto' ? withFallback(native, apollo) : native) : await apollo();
  return withSplitting(planner, apiSchema, requirements);
}
