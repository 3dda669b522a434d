import { requireRole, type Actor } from '../domain/actor.ts';
import { printGraphRef, type GraphRef } from '../domain/graph-ref.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Registry } from '../registry.ts';
import { findArtifactOf, findLaunch, type LaunchRow } from '../storage/launches.ts';
import { readLaunchParts, readVariant, type VariantState } from '../storage/variants.ts';
import { candidateOf } from './candidate.ts';
import { changeVariant } from './change-variant.ts';
import { writeLaunch } from './write-launch.ts';

/**
 * Brings the supergraph of an earlier launch back, as a new launch with a higher counter. Nothing is composed or checked: it was live before, and
 * whoever rolls back is in a hurry.
 * @param launch the one to go back to; the one before the present one where it is absent
 * @throws Refusal
 */
export function rollback(
  registry: Registry,
  who: Actor | undefined,
  ref: GraphRef,
  launch: string | undefined,
): Promise<LaunchRow> {
  const actor = requireRole(who, 'admin');
  return changeVariant(registry, ref, async () => {
    const before = await readVariant(registry.db, ref);
    const source = await findTarget(registry, before, launch);
    await requireMayRollBack(registry, actor, before, source);
    const artifact = await findArtifactOf(registry.db, ref, source);
    if (!artifact) throw new Refusal('NOT_FOUND', `${printGraphRef(ref)} has no launch ${source.slice(0, 50)}.`);
    const candidate = {
      ...candidateOf('ROLLBACK', before, await readLaunchParts(registry.db, source)),
      kind: 'ROLLBACK' as const,
    };
    const composition = { supergraphSdl: artifact.sdl, apiSdl: artifact.apiSdl, hints: [] };
    const id = await registry.db.transaction().execute((tx) =>
      writeLaunch(tx, {
        registry,
        actor,
        candidate,
        source,
        at: registry.clock(),
        examination: { composition, subgraphs: [] },
      }),
    );
    const written = id && (await findLaunch(registry.db, id));
    if (!written) throw new Error('A rollback makes a launch.');
    return written;
  });
}

async function findTarget({ db }: Registry, before: VariantState, launch: string | undefined): Promise<string> {
  if (launch) return launch;
  const live = before.liveLaunch ? await findLaunch(db, before.liveLaunch) : undefined;
  if (!live?.previous) throw new Refusal('CONFLICT', `${printGraphRef(before)} has no launch before the present one.`);
  return live.previous;
}

/**
 * Threat: an agency takes others' work back by rolling back. Rule: an agency's admin may when only its own subgraphs differ; operators always.
 */
async function requireMayRollBack({ db }: Registry, actor: Actor, before: VariantState, source: string): Promise<void> {
  if (actor.agency === null) return;
  const { changed } = candidateOf('ROLLBACK', before, await readLaunchParts(db, source));
  const foreign = await db
    .selectFrom('subgraph')
    .select('name')
    .where('graph', '=', before.graph)
    .where('name', 'in', changed.length > 0 ? changed : [''])
    .where('agency', '!=', actor.agency)
    .execute();
  if (foreign.length === 0 && !actor.subgraphs) return;
  const names = foreign.map(({ name }) => name).join(', ');
  throw new Refusal(
    'FORBIDDEN',
    names
      ? `This would also take back what others published (${names}). Ask the operators of the registry, or publish your earlier version.`
      : 'A token that is bound to subgraphs does not roll back.',
  );
}
