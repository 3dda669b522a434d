import { sql } from 'kysely';
import type { GraphRef } from '../domain/graph-ref.ts';
import type { Db } from './database.ts';

/** Who owns which part of a graph: `Citizen.name`, `Vehicle` → slug of the agency. */
export async function readOwnership(db: Db, graph: string): Promise<Record<string, string>> {
  const rows = await db.selectFrom('ownership').select(['coordinate', 'agency']).where('graph', '=', graph).execute();
  return Object.fromEntries(rows.map(({ coordinate, agency }) => [coordinate, agency]));
}

/** The approvals in force. */
export async function readApprovals(db: Db, graph: string): Promise<{ key: string; agency: string }[]> {
  return db
    .selectFrom('approval')
    .select(['key', 'agency'])
    .where('graph', '=', graph)
    .where('revoked_at', 'is', null)
    .execute();
}

export interface UsageRow {
  coordinate: string;
  client: string;
  count: number;
}

const since = (days: number, now: Date) => new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);

/** How often each client used each coordinate in the last days. */
export async function readUsage(db: Db, { graph, variant }: GraphRef, days: number, now: Date): Promise<UsageRow[]> {
  return db
    .selectFrom('usage_count')
    .select(['coordinate', 'client', sql<number>`sum(count)::bigint`.as('count')])
    .where('graph', '=', graph)
    .where('variant', '=', variant)
    .where('day', '>', since(days, now))
    .groupBy(['coordinate', 'client'])
    .execute();
}

/** All requests of the last days. */
export async function countRequests(db: Db, { graph, variant }: GraphRef, days: number, now: Date): Promise<number> {
  const { count } = await db
    .selectFrom('usage_requests')
    .select(sql<number>`coalesce(sum(count), 0)::bigint`.as('count'))
    .where('graph', '=', graph)
    .where('variant', '=', variant)
    .where('day', '>', since(days, now))
    .executeTakeFirstOrThrow();
  return count;
}

/** The agency behind each subgraph of a graph. */
export async function readPublishers(
  db: Db,
  graph: string,
): Promise<Record<string, { id: string; name: string; contact: string }>> {
  const rows = await db
    .selectFrom('subgraph as s')
    .innerJoin('agency as a', 'a.slug', 's.agency')
    .select(['s.name as subgraph', 'a.slug', 'a.name', 'a.contact'])
    .where('s.graph', '=', graph)
    .execute();
  return Object.fromEntries(rows.map(({ subgraph, slug, name, contact }) => [subgraph, { id: slug, name, contact }]));
}
