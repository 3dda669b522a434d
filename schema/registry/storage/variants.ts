import { type GraphRef, printGraphRef } from '../domain/graph-ref.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Db, Tx } from './database.ts';

/** A subgraph's version as it takes part in a variant. */
export interface Part {
  name: string;
  url: string;
  sdl: string;
  sdlHash: string;
  agency: string;
  /** Absent while it is only proposed. */
  version?: string;
  publishedAt?: Date;
}

/** A variant at one moment. */
export interface VariantState extends GraphRef {
  production: boolean;
  takesPublications: boolean;
  revision: number;
  counter: number;
  liveLaunch: string | null;
  /** Sorted by name. */
  parts: Part[];
}

/** @throws Refusal NOT_FOUND */
export async function readVariant(db: Db, ref: GraphRef): Promise<VariantState> {
  const state = await findVariant(db, ref);
  if (!state)
    throw new Refusal(
      'NOT_FOUND',
      `There is no ${printGraphRef(ref)} here. Known graphs and variants: rover subgraph list, or the registry's page.`,
    );
  return state;
}

export async function findVariant(db: Db, { graph, variant }: GraphRef): Promise<VariantState | undefined> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const row = await tx
        .selectFrom('variant')
        .selectAll()
        .where('graph', '=', graph)
        .where('name', '=', variant)
        .executeTakeFirst();
      if (!row) return undefined;
      const { production, takes_publications, revision, counter, live_launch } = row;
      return {
        graph,
        variant,
        production,
        takesPublications: takes_publications,
        revision,
        counter,
        liveLaunch: live_launch,
        parts: await readHeads(tx, { graph, variant }),
      };
    });
}

async function readHeads(tx: Tx, { graph, variant }: GraphRef): Promise<Part[]> {
  const rows = await tx
    .selectFrom('head')
    .innerJoin('subgraph_version as v', 'v.id', 'head.version')
    .innerJoin('subgraph as s', (join) =>
      join.onRef('s.graph', '=', 'head.graph').onRef('s.name', '=', 'head.subgraph'),
    )
    .select(['s.name', 's.agency', 'v.id', 'v.url', 'v.sdl', 'v.sdl_hash', 'v.published_at'])
    .where('head.graph', '=', graph)
    .where('head.variant', '=', variant)
    .orderBy('s.name')
    .execute();
  return rows.map(toPart);
}

interface PartRow {
  name: string;
  agency: string;
  id: string;
  url: string;
  sdl: string;
  sdl_hash: string;
  published_at: Date;
}

function toPart({ name, agency, id, url, sdl, sdl_hash: sdlHash, published_at: publishedAt }: PartRow): Part {
  return { name, agency, version: id, url, sdl, sdlHash, publishedAt };
}

/** The parts of an earlier launch. */
export async function readLaunchParts(db: Db, launch: string): Promise<Part[]> {
  const rows = await db
    .selectFrom('launch_input as i')
    .innerJoin('subgraph_version as v', 'v.id', 'i.version')
    .innerJoin('subgraph as s', (join) => join.onRef('s.graph', '=', 'v.graph').onRef('s.name', '=', 'i.subgraph'))
    .select(['s.name', 's.agency', 'v.id', 'v.url', 'v.sdl', 'v.sdl_hash', 'v.published_at'])
    .where('i.launch', '=', launch)
    .orderBy('s.name')
    .execute();
  return rows.map(toPart);
}

/** The agency that owns a subgraph, or undefined while it does not exist. */
export async function findSubgraphOwner(db: Db | Tx, graph: string, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('subgraph')
    .select('agency')
    .where('graph', '=', graph)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.agency;
}
