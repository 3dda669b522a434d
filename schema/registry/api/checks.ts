import type { Selectable } from 'kysely';
import type { CheckResult, Finding } from '../checks/check.ts';
import { requireRole } from '../domain/actor.ts';
import { isUuid } from '../domain/uuid.ts';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import type { CheckRunTable, Db } from '../storage/database.ts';
import type { VariantState } from '../storage/variants.ts';
import { pageSize } from './input-rules.ts';
import { findToken } from './tokens.ts';

export type CheckRow = Selectable<CheckRunTable>;

/** A check run by its id, or null. */
export async function findCheck(db: Db, id: string): Promise<CheckRow | null> {
  if (!isUuid(id)) return null;
  return (await db.selectFrom('check_run').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

interface ChecksArguments {
  subgraph?: string | null;
  passed?: boolean | null;
  first: number;
  before?: string | null;
}

function checksOf({ graph, variant }: VariantState, args: ChecksArguments, { registry }: RegistryContext) {
  const { subgraph, passed, first, before } = args;
  let query = registry.db
    .selectFrom('check_run')
    .selectAll()
    .where('graph', '=', graph)
    .where('variant', '=', variant)
    .orderBy('id', 'desc')
    .limit(pageSize(first));
  if (subgraph) query = query.where('subgraph', '=', subgraph);
  if (typeof passed === 'boolean') query = query.where('passed', '=', passed);
  if (before && isUuid(before)) query = query.where('id', '<', before);
  return query.execute();
}

interface FindingSource extends Finding {
  graph: string;
}

export const checkResolvers: Resolvers = {
  Query: {
    check: (_: unknown, { id }: { id: string }, { actor, registry }: RegistryContext) => {
      requireRole(actor, 'read');
      return findCheck(registry.db, id);
    },
  },
  Variant: { checks: checksOf },
  Check: {
    ref: ({ graph, variant }: CheckRow) => `${graph}@${variant}`,
    changesSupergraph: ({ changes_supergraph }: CheckRow) => changes_supergraph,
    apiChanges: ({ api_changes }: CheckRow) => api_changes,
    createdAt: ({ created_at }: CheckRow) => created_at,
    createdBy: ({ created_by }: CheckRow, _: unknown, { registry }: RegistryContext) =>
      findToken(registry.db, created_by),
    sdl: ({ proposed_sdl }: CheckRow) => proposed_sdl,
    url: ({ proposed_url }: CheckRow) => proposed_url,
    results: ({ results, graph }: CheckRow) =>
      (results as CheckResult[]).map((result) => ({
        ...result,
        status: result.status.toUpperCase(),
        findings: result.findings.map((finding) => ({ ...finding, graph })),
      })),
    page: ({ id }: CheckRow, _: unknown, { registry }: RegistryContext) => `${registry.publicUrl}/checks/${id}`,
  },
  Finding: {
    severity: ({ severity }: FindingSource) => severity.toUpperCase(),
    approvals: ({ graph, key }: FindingSource, _: unknown, { registry }: RegistryContext) =>
      registry.db
        .selectFrom('approval')
        .selectAll()
        .where('graph', '=', graph)
        .where('key', '=', key)
        .where('revoked_at', 'is', null)
        .execute(),
  },
};
