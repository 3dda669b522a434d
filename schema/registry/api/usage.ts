import { sql } from 'kysely';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import { readUsage } from '../storage/check-inputs.ts';
import { findLiveArtifact } from '../storage/launches.ts';
import type { VariantState } from '../storage/variants.ts';
import { deprecatedElements, fieldsOf } from '../usage/elements.ts';
import { findAgency } from './agencies.ts';
import { firstDay } from './input-rules.ts';

interface UsageArguments {
  coordinate?: string | null;
  days: number;
}

async function usageOf(state: VariantState, { coordinate, days }: UsageArguments, { registry }: RegistryContext) {
  firstDay(days, registry.clock());
  const rows = await readUsage(registry.db, state, days, registry.clock());
  const wanted = coordinate
    ? rows.filter(
        (row) =>
          row.coordinate === coordinate ||
          (/^[.(]/.test(row.coordinate.slice(coordinate.length)) && row.coordinate.startsWith(coordinate)),
      )
    : rows;
  return wanted.toSorted((a, b) => b.count - a.count);
}

function clientsOf({ graph, variant }: VariantState, { days }: { days: number }, { registry }: RegistryContext) {
  return registry.db
    .selectFrom('usage_requests')
    .select(['client', sql<number>`sum(count)::bigint`.as('requests'), sql<string>`max(day)`.as('lastDay')])
    .where('graph', '=', graph)
    .where('variant', '=', variant)
    .where('day', '>=', firstDay(days, registry.clock()))
    .groupBy('client')
    .orderBy('requests', 'desc')
    .execute();
}

async function unusedFields(state: VariantState, { days }: { days: number }, { registry }: RegistryContext) {
  const { db } = registry;
  firstDay(days, registry.clock());
  const [live, rows, owners] = await Promise.all([
    findLiveArtifact(db, state),
    readUsage(db, state, days, registry.clock()),
    db.selectFrom('ownership').select(['coordinate', 'agency']).where('graph', '=', state.graph).execute(),
  ]);
  if (!live) return [];
  const used = new Set(rows.map(({ coordinate }) => coordinate));
  const ownerOf = new Map(owners.map(({ coordinate, agency }) => [coordinate, agency]));
  return fieldsOf(live.apiSdl)
    .filter(({ coordinate }) => !used.has(coordinate))
    .map((field) => ({ ...field, ownerSlug: ownerOf.get(field.coordinate) ?? null }));
}

async function deprecatedInUse(state: VariantState, { days }: { days: number }, { registry }: RegistryContext) {
  firstDay(days, registry.clock());
  const live = await findLiveArtifact(registry.db, state);
  if (!live) return [];
  const rows = await readUsage(registry.db, state, days, registry.clock());
  return deprecatedElements(live.apiSdl)
    .map((element) => ({ ...element, clients: rows.filter(({ coordinate }) => coordinate === element.coordinate) }))
    .filter(({ clients }) => clients.length > 0);
}

export const usageResolvers: Resolvers = {
  Variant: { usage: usageOf, clients: clientsOf, unusedFields, deprecatedInUse },
  UnusedField: {
    owner: ({ ownerSlug }: { ownerSlug: string | null }, _: unknown, { registry }: RegistryContext) =>
      findAgency(registry.db, ownerSlug),
  },
};
