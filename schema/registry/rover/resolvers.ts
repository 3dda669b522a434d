import { requireRole } from '../domain/actor.ts';
import { parseGraphRef, readGraphRef } from '../domain/graph-ref.ts';
import { sha256 } from '../domain/sha256.ts';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import { findLiveArtifact } from '../storage/launches.ts';
import { findVariant, type VariantState } from '../storage/variants.ts';
import { checkWorkflow } from './check-workflow.ts';
import { mutations } from './mutations.ts';

interface GraphSource {
  __typename: 'Graph';
  id: string;
  title: string;
}

async function findGraph({ registry }: RegistryContext, id: string): Promise<GraphSource | null> {
  const row = await registry.db.selectFrom('graph').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? { __typename: 'Graph', ...row } : null;
}

/** Rover asks the graph or the account behind a token; ours are service accounts of agencies. */
function me({ actor }: RegistryContext) {
  if (!actor) return null;
  const agency = actor.agency ?? 'operators';
  const asActor = { type: 'GRAPH', actorId: `${agency}:${actor.tokenId}` };
  return { __typename: 'Graph', id: `${agency} (${actor.role}, ${actor.holder})`, title: agency, asActor };
}

/** Rover takes a variant without subgraphs for a graph that is not federated; one that it does not find it publishes to. */
async function startedVariant(
  { registry }: RegistryContext,
  graph: string,
  variant: string,
): Promise<VariantState | null> {
  const state = await findVariant(registry.db, { graph, variant });
  return state && state.parts.length > 0 ? state : null;
}

async function variantsOf(context: RegistryContext, graph: string): Promise<VariantState[]> {
  const rows = await context.registry.db
    .selectFrom('variant')
    .select('name')
    .where('graph', '=', graph)
    .orderBy('name')
    .execute();
  const states = await Promise.all(rows.map(({ name }) => startedVariant(context, graph, name)));
  return states.filter((state) => state !== null);
}

const refOf = ({ graph, variant }: VariantState) => `${graph}@${variant}`;

/** What stock Rover reads. */
export const roverResolvers: Resolvers = {
  Query: {
    frontendUrlRoot: (_: unknown, __: unknown, { registry }: RegistryContext) => registry.publicUrl,
    me: (_: unknown, __: unknown, context: RegistryContext) => {
      requireRole(context.actor, context.actor?.role ?? 'read');
      return me(context);
    },
    graph: (_: unknown, { id }: { id: string }, context: RegistryContext) => {
      requireRole(context.actor, 'read');
      return findGraph(context, id);
    },
    variant: async (_: unknown, { ref }: { ref: string }, { registry, actor }: RegistryContext) => {
      requireRole(actor, 'read');
      if (!readGraphRef(ref)) {
        return { __typename: 'InvalidRefFormat', message: 'A graph reference is expected as graph@variant.' };
      }
      const state = await findVariant(registry.db, parseGraphRef(ref));
      return state ? { __typename: 'GraphVariant', ...state } : null;
    },
  },
  Mutation: mutations,
  Graph: {
    asActor: ({ id, asActor }: GraphSource & { asActor?: object }) => asActor ?? { type: 'GRAPH', actorId: id },
    variants: ({ id }: GraphSource, _: unknown, context: RegistryContext) => variantsOf(context, id),
    variant: ({ id }: GraphSource, { name }: { name: string }, context: RegistryContext) =>
      startedVariant(context, id, name),
    checkWorkflow: ({ id: graph }: GraphSource, { id }: { id: string }, { registry }: RegistryContext) =>
      checkWorkflow(registry, graph, id),
  },
  GraphVariant: {
    id: refOf,
    name: ({ variant }: VariantState) => variant,
    subgraphs: ({ parts }: VariantState) => parts,
    subgraph: ({ parts }: VariantState, { name }: { name: string }) => parts.find((part) => part.name === name) ?? null,
    latestPublication: (state: VariantState, _: unknown, context: RegistryContext) => latestPublication(state, context),
    latestApprovedLaunch: (state: VariantState, _: unknown, context: RegistryContext) => launchOf(state, context),
    latestLaunch: (state: VariantState, _: unknown, context: RegistryContext) => launchOf(state, context),
    sourceVariant: () => null,
  },
  GraphVariantSubgraph: {
    updatedAt: ({ publishedAt }: { publishedAt: Date }) => publishedAt.toISOString(),
    activePartialSchema: ({ sdl }: { sdl: string }) => ({ sdl }),
  },
};

async function latestPublication(state: VariantState, { registry }: RegistryContext) {
  const artifact = await findLiveArtifact(registry.db, state);
  return artifact ? { schema: { document: artifact.apiSdl, hash: sha256(artifact.apiSdl) } } : null;
}

async function launchOf(state: VariantState, { registry }: RegistryContext) {
  const artifact = await findLiveArtifact(registry.db, state);
  if (!artifact) return null;
  return {
    buildInput: { __typename: 'CompositionBuildInput', version: '2' },
    build: { result: { __typename: 'BuildSuccess', coreSchema: { coreDocument: artifact.sdl } } },
  };
}
