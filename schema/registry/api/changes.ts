import { parseGraphRef } from '../domain/graph-ref.ts';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import { checkSubgraph } from '../launch/check.ts';
import { publish, type PublishOutcome } from '../launch/publish.ts';
import { removeSubgraph } from '../launch/remove-subgraph.ts';
import { findLaunch } from '../storage/launches.ts';
import { findCheck } from './checks.ts';

interface SubgraphInput {
  name: string;
  url?: string | null;
  sdl: string;
  revision?: string | null;
  agency?: string | null;
}

/** What a client sees of the outcome of a change. */
export async function toPayload({ registry }: RegistryContext, outcome: PublishOutcome) {
  const { accepted, created, changed, errors, launch, checkRuns } = outcome;
  return {
    accepted,
    created,
    changed,
    errors,
    launch: launch ? await findLaunch(registry.db, launch) : null,
    checks: await Promise.all(checkRuns.map((id) => findCheck(registry.db, id))),
  };
}

export const changeResolvers: Resolvers = {
  Mutation: {
    publishSubgraphs: async (
      _: unknown,
      { ref, subgraphs }: { ref: string; subgraphs: SubgraphInput[] },
      context: RegistryContext,
    ) => {
      const publications = subgraphs.map((input) => ({ ...input, revision: input.revision ?? '' }));
      return toPayload(context, await publish(context.registry, context.actor, parseGraphRef(ref), publications));
    },
    checkSubgraph: async (
      _: unknown,
      { ref, subgraph }: { ref: string; subgraph: SubgraphInput },
      { registry, actor }: RegistryContext,
    ) => findCheck(registry.db, (await checkSubgraph(registry, actor, parseGraphRef(ref), subgraph)).id),
    removeSubgraph: async (
      _: unknown,
      { ref, name, dryRun }: { ref: string; name: string; dryRun: boolean },
      context: RegistryContext,
    ) =>
      toPayload(context, await removeSubgraph(context.registry, context.actor, parseGraphRef(ref), { name, dryRun })),
  },
};
