import { requireRole } from '../domain/actor.ts';
import { isUuid } from '../domain/uuid.ts';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import { parseGraphRef } from '../domain/graph-ref.ts';
import { rollback } from '../launch/rollback.ts';
import { findArtifactOf, findLaunch, type LaunchRow } from '../storage/launches.ts';
import { readLaunchParts, type Part, type VariantState } from '../storage/variants.ts';
import { pageSize } from './input-rules.ts';
import { findToken } from './tokens.ts';

interface LaunchesArguments {
  first: number;
  before?: string | null;
}

function launchesOf(
  { graph, variant }: VariantState,
  { first, before }: LaunchesArguments,
  { registry }: RegistryContext,
) {
  let query = registry.db
    .selectFrom('launch')
    .selectAll()
    .where('graph', '=', graph)
    .where('variant', '=', variant)
    .orderBy('counter', 'desc')
    .limit(pageSize(first));
  if (before && isUuid(before)) {
    query = query.where('counter', '<', (select) =>
      select.selectFrom('launch').select('counter').where('id', '=', before),
    );
  }
  return query.execute();
}

const artifactOf = ({ id, graph, variant }: LaunchRow, { registry }: RegistryContext) =>
  findArtifactOf(registry.db, { graph, variant }, id);

async function diffOf(launch: LaunchRow, _: unknown, context: RegistryContext) {
  const { db } = context.registry;
  const previous = launch.previous ? await findLaunch(db, launch.previous) : undefined;
  const [after, before] = await Promise.all([
    readLaunchParts(db, launch.id),
    previous ? readLaunchParts(db, previous.id) : [],
  ]);
  const [now, then] = await Promise.all([artifactOf(launch, context), previous && artifactOf(previous, context)]);
  return {
    subgraphs: changedParts(before, after),
    api: then && now ? await context.registry.composer.compare(then.apiSdl, now.apiSdl) : [],
  };
}

function changedParts(before: readonly Part[], after: readonly Part[]) {
  const names = [...new Set([...before, ...after].map(({ name }) => name))].toSorted();
  const find = (parts: readonly Part[], name: string) => parts.find((part) => part.name === name) ?? null;
  return names
    .map((name) => ({ name, before: find(before, name), after: find(after, name) }))
    .filter((pair) => pair.before?.version !== pair.after?.version);
}

const launchOrNull = async ({ registry }: RegistryContext, id: string | null) =>
  id && isUuid(id) ? ((await findLaunch(registry.db, id)) ?? null) : null;

export const launchResolvers: Resolvers = {
  Query: {
    launch: (_: unknown, { id }: { id: string }, context: RegistryContext) => {
      requireRole(context.actor, 'read');
      return launchOrNull(context, id);
    },
  },
  Mutation: {
    rollback: (_: unknown, { ref, launch }: { ref: string; launch?: string | null }, context: RegistryContext) =>
      rollback(context.registry, context.actor, parseGraphRef(ref), launch ?? undefined),
  },
  Variant: {
    live: ({ liveLaunch }: VariantState, _: unknown, context: RegistryContext) => launchOrNull(context, liveLaunch),
    launches: launchesOf,
  },
  Launch: {
    ref: ({ graph, variant }: LaunchRow) => `${graph}@${variant}`,
    isLive: async ({ id, graph, variant }: LaunchRow, _: unknown, { registry }: RegistryContext) => {
      const row = await registry.db
        .selectFrom('variant')
        .select('live_launch')
        .where('graph', '=', graph)
        .where('name', '=', variant)
        .executeTakeFirst();
      return row?.live_launch === id;
    },
    createdAt: ({ created_at }: LaunchRow) => created_at,
    createdBy: ({ created_by }: LaunchRow, _: unknown, { registry }: RegistryContext) =>
      findToken(registry.db, created_by),
    approvedBy: ({ approved_by }: LaunchRow, _: unknown, { registry }: RegistryContext) =>
      findToken(registry.db, approved_by),
    previous: ({ previous }: LaunchRow, _: unknown, context: RegistryContext) => launchOrNull(context, previous),
    source: ({ source }: LaunchRow, _: unknown, context: RegistryContext) => launchOrNull(context, source),
    parts: ({ id }: LaunchRow, _: unknown, { registry }: RegistryContext) => readLaunchParts(registry.db, id),
    sha256: ({ supergraph }: LaunchRow) => supergraph,
    supergraphSdl: async (launch: LaunchRow, _: unknown, context: RegistryContext) =>
      (await artifactOf(launch, context))?.sdl,
    apiSdl: async (launch: LaunchRow, _: unknown, context: RegistryContext) =>
      (await artifactOf(launch, context))?.apiSdl,
    diff: diffOf,
  },
};
