import { requireRole, requireSubgraph, type Actor } from '../domain/actor.ts';
import type { GraphRef } from '../domain/graph-ref.ts';
import { Refusal } from '../domain/refusal.ts';
import { sha256 } from '../domain/sha256.ts';
import type { Registry } from '../registry.ts';
import type { GitContext } from '../storage/database.ts';
import { findSubgraphOwner, readVariant } from '../storage/variants.ts';
import { withParts } from './candidate.ts';
import { storeCheckRuns } from './check-runs.ts';
import { requireAgency } from './publish.ts';
import { examine, type Examination } from './examine.ts';

export interface CheckRequest {
  name: string;
  sdl: string;
  url?: string | null;
  git?: GitContext | null;
  /** On whose behalf; operators have to say so for what is new. */
  agency?: string | null;
}

/** Says what publishing would say, and changes nothing but the record of checks. @returns the id of the run */
export async function checkSubgraph(
  registry: Registry,
  who: Actor | undefined,
  ref: GraphRef,
  { name, sdl, url, git, agency: named }: CheckRequest,
): Promise<{ id: string; examination: Examination }> {
  const actor = requireRole(who, 'check');
  const before = await readVariant(registry.db, ref);
  const owner = await findSubgraphOwner(registry.db, ref.graph, name);
  requireSubgraph(actor, name, owner);
  const present = before.parts.find((part) => part.name === name);
  const agency = owner ?? actor.agency ?? (await requireAgency(registry.db, name, named));
  const part = { name, sdl, sdlHash: sha256(sdl), url: url ?? present?.url ?? '', agency };
  const candidate = { ...withParts('CHECK', before, [part]), changed: [name] };
  const examination = await examine(registry, candidate);
  const at = registry.clock();
  const [id] = await registry.db
    .transaction()
    .execute((tx) => storeCheckRuns(tx, actor, candidate, examination, { at, git: git ?? null }));
  if (!id) throw new Refusal('BAD_USER_INPUT', 'There was nothing to check.');
  return { id, examination };
}
