import { isComposed } from '../composition/composition.ts';
import { requireRole, requireSubgraph, type Actor } from '../domain/actor.ts';
import { printGraphRef, type GraphRef } from '../domain/graph-ref.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Registry } from '../registry.ts';
import { findSubgraphOwner, readVariant } from '../storage/variants.ts';
import { withoutPart } from './candidate.ts';
import { changeVariant } from './change-variant.ts';
import { storeCheckRuns } from './check-runs.ts';
import { examine } from './examine.ts';
import type { PublishOutcome } from './publish.ts';
import { writeLaunch } from './write-launch.ts';

export interface Removal {
  name: string;
  /** Only say what would happen. */
  dryRun: boolean;
}

/**
 * Takes a subgraph out of a variant. Its versions, and what its agency owns, stay on record.
 * @throws Refusal when the actor may not, or there is no such subgraph
 */
export async function removeSubgraph(
  registry: Registry,
  who: Actor | undefined,
  ref: GraphRef,
  removal: Removal,
): Promise<PublishOutcome> {
  const actor = requireRole(who, 'publish');
  return changeVariant(registry, ref, () => removeNow(registry, actor, ref, removal));
}

async function removeNow(
  registry: Registry,
  actor: Actor,
  ref: GraphRef,
  { name, dryRun }: Removal,
): Promise<PublishOutcome> {
  const before = await readVariant(registry.db, ref);
  const owner = await findSubgraphOwner(registry.db, ref.graph, name);
  if (!before.parts.some((part) => part.name === name)) {
    throw new Refusal('NOT_FOUND', `There is no subgraph ${name} in ${printGraphRef(ref)}.`);
  }
  requireSubgraph(actor, name, owner);
  const candidate = { ...withoutPart(before, name), kind: 'DELETE' as const };
  const examination = await examine(registry, candidate);
  const { composition, passed } = examination;
  const errors = composition && !isComposed(composition) ? composition.errors : [];
  const accepted = passed || before.liveLaunch === null;
  const outcome = { accepted, created: [], changed: candidate.changed, errors, examination };
  if (dryRun) return { ...outcome, launch: undefined, checkRuns: [] };
  const at = registry.clock();
  return registry.db.transaction().execute(async (tx) => {
    const checkRuns = await storeCheckRuns(tx, actor, candidate, examination, { at });
    const launch = accepted ? await writeLaunch(tx, { registry, actor, candidate, examination, at }) : undefined;
    return { ...outcome, launch, checkRuns };
  });
}
