import { createRequire } from 'node:module';
import { canonicalJson } from '../domain/canonical-json.ts';
import { sha256 } from '../domain/sha256.ts';
import type { Db } from '../storage/database.ts';
import type { Composer } from './composer.ts';
import { isComposed, type Composition, type SubgraphPart } from './composition.ts';

const { version } = createRequire(import.meta.url)('@apollo/composition/package.json') as { version: string };

/** One text for one list of subgraphs and one version of composition, whatever their order. */
function inputsHash(parts: readonly SubgraphPart[]): string {
  const inputs = parts
    .map(({ name, url, sdl }) => ({ name, url, sdl: sha256(sdl) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return sha256(canonicalJson({ version, inputs }));
}

/** The composition of these subgraphs, from the store where they were composed before. */
export async function composeCached(db: Db, composer: Composer, parts: readonly SubgraphPart[]): Promise<Composition> {
  const hash = inputsHash(parts);
  const known = await readComposition(db, hash);
  if (known) return known;
  const started = Date.now();
  const sorted = parts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const composition = await composer.compose(sorted);
  // What exceeded a limit may do so on a slow day only: it is not remembered.
  if (!isComposed(composition) && composition.errors.some(({ code }) => code === 'TOO_COMPLEX')) return composition;
  await storeComposition(db, hash, composition, Date.now() - started);
  return composition;
}

async function readComposition(db: Db, hash: string): Promise<Composition | undefined> {
  const row = await db
    .selectFrom('composition')
    .leftJoin('supergraph', 'supergraph.hash', 'composition.supergraph')
    .select(['errors', 'hints', 'sdl', 'api_sdl'])
    .where('inputs_hash', '=', hash)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.sdl === null || row.api_sdl === null) return { errors: row.errors };
  return { supergraphSdl: row.sdl, apiSdl: row.api_sdl, hints: row.hints };
}

async function storeComposition(db: Db, hash: string, composition: Composition, tookMs: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const composed = isComposed(composition) ? composition : undefined;
    const supergraph = composed ? sha256(composed.supergraphSdl) : null;
    if (composed && supergraph) {
      await tx
        .insertInto('supergraph')
        .values({ hash: supergraph, sdl: composed.supergraphSdl, api_sdl: composed.apiSdl })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    await tx
      .insertInto('composition')
      .values({
        inputs_hash: hash,
        supergraph,
        errors: JSON.stringify(isComposed(composition) ? [] : composition.errors),
        hints: JSON.stringify(composed?.hints ?? []),
        took_ms: tookMs,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}
