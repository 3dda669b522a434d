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
  const ids: string[] = [];
  for (const { subgraph, results, passed } of subgraphs) {
    const id = v7();
    ids.push(id);
    const proposed = parts.find(({ name }) => name === subgraph);
    await tx
      .insertInto('check_run')
      .values({
        id,
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
      })
      .execute();
    await writeAudit(tx, {
      at: about.at.toISOString(),
      actor: actor.tokenId,
      ...(actor.agency ? { agency: actor.agency } : {}),
      action: `check.${passed ? 'passed' : 'failed'}`,
      subject: `${printGraphRef(before)}/${subgraph}`,
      details: { check: id, kind },
    });
  }
  return ids;
}
