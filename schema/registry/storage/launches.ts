import type { GraphRef } from '../domain/graph-ref.ts';
import { isUuid } from '../domain/uuid.ts';
import type { Db, LaunchTable } from './database.ts';
import type { Selectable } from 'kysely';

export type LaunchRow = Selectable<LaunchTable>;

/** What a router gets: a supergraph and the seal on it. */
export interface Artifact {
  launch: string;
  counter: number;
  /** Hexadecimal SHA-256 of the SDL. */
  sha256: string;
  sdl: string;
  apiSdl: string;
  seal: string;
  createdAt: Date;
}

/** The artifact that is live, or undefined before the first launch. */
export async function findLiveArtifact(db: Db, { graph, variant }: GraphRef): Promise<Artifact | undefined> {
  const row = await artifacts(db)
    .innerJoin('variant', 'variant.live_launch', 'l.id')
    .where('variant.graph', '=', graph)
    .where('variant.name', '=', variant)
    .executeTakeFirst();
  return row && toArtifact(row);
}

/** The artifact of an earlier launch, or undefined where this variant had none of this id. */
export async function findArtifactOf(db: Db, { graph, variant }: GraphRef, id: string): Promise<Artifact | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await artifacts(db)
    .where('l.graph', '=', graph)
    .where('l.variant', '=', variant)
    .where('l.id', '=', id)
    .executeTakeFirst();
  return row && toArtifact(row);
}

function artifacts(db: Db) {
  return db
    .selectFrom('launch as l')
    .innerJoin('supergraph as s', 's.hash', 'l.supergraph')
    .select(['l.id', 'l.counter', 'l.seal', 'l.created_at', 's.hash', 's.sdl', 's.api_sdl']);
}

interface ArtifactRow {
  id: string;
  counter: number;
  seal: string;
  created_at: Date;
  hash: string;
  sdl: string;
  api_sdl: string;
}

function toArtifact({ id, counter, hash, sdl, api_sdl: apiSdl, seal, created_at: createdAt }: ArtifactRow): Artifact {
  return { launch: id, counter, sha256: hash, sdl, apiSdl, seal, createdAt };
}

/** Which launch is live, without its text. */
export async function findLiveStamp(
  db: Db,
  { graph, variant }: GraphRef,
): Promise<Pick<Artifact, 'launch' | 'counter' | 'sha256'> | undefined> {
  const row = await db
    .selectFrom('variant')
    .innerJoin('launch as l', 'l.id', 'variant.live_launch')
    .select(['l.id', 'l.counter', 'l.supergraph'])
    .where('variant.graph', '=', graph)
    .where('variant.name', '=', variant)
    .executeTakeFirst();
  return row && { launch: row.id, counter: row.counter, sha256: row.supergraph };
}

export async function findLaunch(db: Db, id: string): Promise<LaunchRow | undefined> {
  return db.selectFrom('launch').selectAll().where('id', '=', id).executeTakeFirst();
}
