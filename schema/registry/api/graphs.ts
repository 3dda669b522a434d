import { requireOperator, requireRole } from '../domain/actor.ts';
import { parseGraphRef, readGraphRef } from '../domain/graph-ref.ts';
import { Refusal } from '../domain/refusal.ts';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import type { SubgraphTable } from '../storage/database.ts';
import { findVariant, readVariant, type Part, type VariantState } from '../storage/variants.ts';
import type { Selectable } from 'kysely';
import { findAgency } from './agencies.ts';
import { auditedChange } from './audited-change.ts';
import { checkSlug, pageSize } from './input-rules.ts';

interface GraphRow {
  id: string;
  title: string;
}

type SubgraphRow = Selectable<SubgraphTable>;

async function findGraph({ registry, actor }: RegistryContext, id: string): Promise<GraphRow | null> {
  requireRole(actor, 'read');
  return (await registry.db.selectFrom('graph').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

async function createGraph(_: unknown, { id, title }: GraphRow, context: RegistryContext) {
  const actor = requireOperator(context.actor);
  checkSlug('id', id);
  if (await findGraph(context, id)) throw new Refusal('CONFLICT', `There is a graph ${id} already.`);
  return auditedChange(context, actor, { action: 'graph.created', subject: id }, (tx) =>
    tx.insertInto('graph').values({ id, title }).returningAll().executeTakeFirstOrThrow(),
  );
}

interface VariantInput {
  ref: string;
  production: boolean;
  takesPublications: boolean;
}

async function setVariant(_: unknown, { input }: { input: VariantInput }, context: RegistryContext) {
  const actor = requireOperator(context.actor);
  const { graph, variant } = parseGraphRef(input.ref);
  if (!(await findGraph(context, graph))) throw new Refusal('NOT_FOUND', `There is no graph ${graph}.`);
  const { production, takesPublications: takes_publications } = input;
  const rules = { production, takes_publications };
  await auditedChange(context, actor, { action: 'variant.set', subject: input.ref, details: { ...rules } }, (tx) =>
    tx
      .insertInto('variant')
      .values({ graph, name: variant, ...rules })
      .onConflict((conflict) => conflict.columns(['graph', 'name']).doUpdateSet(rules))
      .execute(),
  );
  return readVariant(context.registry.db, { graph, variant });
}

async function variantsOf({ registry }: RegistryContext, graph: string): Promise<VariantState[]> {
  const rows = await registry.db
    .selectFrom('variant')
    .select('name')
    .where('graph', '=', graph)
    .orderBy('name')
    .execute();
  return Promise.all(rows.map(({ name }) => readVariant(registry.db, { graph, variant: name })));
}

/** A variant by its reference, or null. */
async function variantByRef(_: unknown, { ref }: { ref: string }, { registry, actor }: RegistryContext) {
  requireRole(actor, 'read');
  const wanted = readGraphRef(ref);
  return wanted ? ((await findVariant(registry.db, wanted)) ?? null) : null;
}

function versionsOf({ graph, name, agency }: SubgraphRow, { first }: { first: number }, { registry }: RegistryContext) {
  return registry.db
    .selectFrom('subgraph_version')
    .select(['id as version', 'url', 'sdl', 'sdl_hash as sdlHash', 'published_at as publishedAt'])
    .where('graph', '=', graph)
    .where('subgraph', '=', name)
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(pageSize(first))
    .execute()
    .then((rows) => rows.map((row): Part => ({ ...row, name, agency })));
}

export const graphResolvers: Resolvers = {
  Query: {
    graphs: (_: unknown, __: unknown, { actor, registry }: RegistryContext) => {
      requireRole(actor, 'read');
      return registry.db.selectFrom('graph').selectAll().orderBy('id').execute();
    },
    graph: (_: unknown, { id }: { id: string }, context: RegistryContext) => findGraph(context, id),
    variant: variantByRef,
  },
  Mutation: { createGraph, setVariant },
  Graph: {
    variants: ({ id }: GraphRow, _: unknown, context: RegistryContext) => variantsOf(context, id),
    variant: async ({ id }: GraphRow, { name }: { name: string }, { registry }: RegistryContext) =>
      (await findVariant(registry.db, { graph: id, variant: name })) ?? null,
    subgraphs: ({ id }: GraphRow, _: unknown, { registry }: RegistryContext) =>
      registry.db.selectFrom('subgraph').selectAll().where('graph', '=', id).orderBy('name').execute(),
  },
  Variant: {
    ref: ({ graph, variant }: VariantState) => `${graph}@${variant}`,
    name: ({ variant }: VariantState) => variant,
  },
  Subgraph: {
    createdAt: ({ created_at }: SubgraphRow) => created_at,
    agency: ({ agency }: SubgraphRow, _: unknown, { registry }: RegistryContext) => findAgency(registry.db, agency),
    versions: versionsOf,
  },
  SubgraphVersion: {
    id: ({ version }: Part) => version,
    sha256: ({ sdlHash }: Part) => sdlHash,
    agency: ({ agency }: Part, _: unknown, { registry }: RegistryContext) => findAgency(registry.db, agency),
  },
};
