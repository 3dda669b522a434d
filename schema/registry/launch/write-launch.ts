import { sql } from 'kysely';
import { v7 } from 'uuid';
import { isComposed } from '../composition/composition.ts';
import type { Actor } from '../domain/actor.ts';
import { printGraphRef } from '../domain/graph-ref.ts';
import { sha256 } from '../domain/sha256.ts';
import type { Registry } from '../registry.ts';
import { writeAudit } from '../storage/audit.ts';
import type { LaunchKind, Tx } from '../storage/database.ts';
import type { Part } from '../storage/variants.ts';
import type { Candidate } from './candidate.ts';
import { OutdatedError } from './change-variant.ts';
import type { Examination } from './examine.ts';
import { queueWebhooks } from '../webhooks/queue-webhooks.ts';

/** The channel on which PostgreSQL tells every instance of the registry of a launch; the payload is the graph reference. */
export const launchChannel = 'registry_launch';

export interface LaunchOrder {
  registry: Registry;
  actor: Actor;
  candidate: Candidate & { kind: LaunchKind };
  examination: Pick<Examination, 'composition' | 'subgraphs'>;
  at: Date;
  /** The launch that is promoted, or to which is rolled back. */
  source?: string;
  approvedBy?: string;
}

/**
 * Makes a candidate's parts those of its variant and, where they compose, launches their supergraph; all in the caller's transaction.
 * The parts' versions exist.
 * @returns the id of the launch, or undefined where there is no supergraph to launch
 * @throws OutdatedError
 */
export async function writeLaunch(tx: Tx, order: LaunchOrder): Promise<string | undefined> {
  const { candidate, examination, registry, actor, at } = order;
  const { before } = candidate;
  await lockVariant(tx, candidate);
  await writeHeads(tx, candidate);
  const { composition } = examination;
  let change: { live_launch?: string; counter?: number } = {};
  if (composition && isComposed(composition)) {
    const [id, counter] = [v7(), before.counter + 1];
    const ref = printGraphRef(before);
    const seconds = Math.floor(at.getTime() / 1_000);
    const seal = await registry.sealer.seal(composition.supergraphSdl, {
      graph: ref,
      counter,
      launch: id,
      iat: seconds,
    });
    await insertLaunch(tx, order, { id, counter, seal, supergraph: sha256(composition.supergraphSdl) });
    await claimOwnership(tx, order);
    await queueWebhooks(tx, before, { launch: id, counter, kind: candidate.kind, changed: candidate.changed, at });
    await sql`SELECT pg_notify(${launchChannel}, ${ref})`.execute(tx);
    change = { live_launch: id, counter };
  }
  await tx
    .updateTable('variant')
    .set({ revision: before.revision + 1, ...change })
    .where('graph', '=', before.graph)
    .where('name', '=', before.variant)
    .execute();
  await writeAudit(tx, {
    at: at.toISOString(),
    actor: actor.tokenId,
    ...(actor.agency ? { agency: actor.agency } : {}),
    action: change.live_launch ? `launch.${candidate.kind.toLowerCase()}` : 'subgraph.kept',
    subject: printGraphRef(before),
    details: { changed: candidate.changed, ...change, source: order.source, approvedBy: order.approvedBy },
  });
  return change.live_launch;
}

async function lockVariant(tx: Tx, { before }: Candidate): Promise<void> {
  const { revision } = await tx
    .selectFrom('variant')
    .select('revision')
    .where('graph', '=', before.graph)
    .where('name', '=', before.variant)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (revision !== before.revision) throw new OutdatedError();
}

async function writeHeads(tx: Tx, { before: { graph, variant }, parts }: Candidate): Promise<void> {
  await tx.deleteFrom('head').where('graph', '=', graph).where('variant', '=', variant).execute();
  if (parts.length === 0) return;
  await tx
    .insertInto('head')
    .values(parts.map((part) => ({ graph, variant, subgraph: part.name, version: versionOf(part) })))
    .execute();
}

function versionOf({ name, version }: Part): string {
  if (!version) throw new Error(`The version of ${name} has to be written before its launch.`);
  return version;
}

async function insertLaunch(
  tx: Tx,
  { candidate, actor, at, source, approvedBy }: LaunchOrder,
  { id, counter, seal, supergraph }: { id: string; counter: number; seal: string; supergraph: string },
): Promise<void> {
  const { before, kind, changed, parts } = candidate;
  await tx
    .insertInto('launch')
    .values({
      id,
      graph: before.graph,
      variant: before.variant,
      counter,
      kind,
      supergraph,
      seal,
      changed: JSON.stringify(changed),
      previous: before.liveLaunch,
      source: source ?? null,
      created_by: actor.tokenId,
      approved_by: approvedBy ?? null,
      created_at: at,
    })
    .execute();
  await tx
    .insertInto('launch_input')
    .values(parts.map((part) => ({ launch: id, subgraph: part.name, version: versionOf(part) })))
    .execute();
}

/** Types and fields that have no owner yet belong to the agency whose subgraph brings them. */
async function claimOwnership(tx: Tx, { candidate, examination, at }: LaunchOrder): Promise<void> {
  const { before, parts } = candidate;
  const agencies = new Map(parts.map(({ name, agency }) => [name, agency]));
  const rows = examination.subgraphs.flatMap(({ subgraph, claims }) => {
    const agency = agencies.get(subgraph);
    return agency ? claims.map((coordinate) => ({ graph: before.graph, coordinate, agency, since: at })) : [];
  });
  for (let start = 0; start < rows.length; start += 1_000) {
    await tx
      .insertInto('ownership')
      .values(rows.slice(start, start + 1_000))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
