import { v7 } from 'uuid';
import type { Actor } from '../domain/actor.ts';
import { printGraphRef } from '../domain/graph-ref.ts';
import { writeAudit } from '../storage/audit.ts';
import type { GitContext, Tx } from '../storage/database.ts';
import type { Candidate } from './candidate.ts';
import type { Examination } from './examine.ts';

/** Keeps what the checks said, with its audit entry. @returns the ids of the runs, in the order of the examined subgraphs */
export async function storeCheckRuns(
  tx: Tx,
  actor: Actor,
  { kind, before, parts }: Candidate,
  { subgraphs, changesSupergraph, requests, apiChanges }: Examination,
  about: { at: Date; git?: GitContext | null },
): Promise<string[]> {
  const runs = subgraphs.map(({ subgraph, results, passed }) => {
    const proposed = parts.find(({ name }) => name === subgraph);
    return {
      id: v7(),
      graph: before.graph,
      variant: before.variant,
      subgraph,
      kind,
      passed,
      changes_supergraph: changesSupergraph,
      requests,
      api_changes: JSON.stringify(apiChanges),
      proposed_sdl: proposed?.sdl ?? null,
      proposed_url: proposed?.url ?? null,
      results: JSON.stringify(results),
      git: about.git ? JSON.stringify(about.git) : null,
      created_by: actor.tokenId,
      created_at: about.at,
    };
  });
  if (runs.length > 0) await tx.insertInto('check_run').values(runs).execute();
  await writeAudit(
    tx,
    ...runs.map(({ id, subgraph, passed }) => ({
      at: about.at.toISOString(),
      actor: actor.tokenId,
      ...(actor.agency ? { agency: actor.agency } : {}),
      action: `check.${passed ? 'passed' : 'failed'}`,
      subject: `${printGraphRef(before)}/${subgraph}`,
      details: { check: id, kind },
    })),
  );
  return runs.map(({ id }) => id);
}
