import { v7 } from 'uuid';
import { printGraphRef, type GraphRef } from '../domain/graph-ref.ts';
import type { LaunchKind, Tx } from '../storage/database.ts';

export interface LaunchNews {
  launch: string;
  counter: number;
  kind: LaunchKind;
  /** Names of the subgraphs that differ. */
  changed: readonly string[];
  at: Date;
}

/** Queues a message about a launch for everybody who asked for it, in the launch's own transaction: neither is there without the other. */
export async function queueWebhooks(tx: Tx, ref: GraphRef, { at, ...news }: LaunchNews): Promise<void> {
  const hooks = await tx
    .selectFrom('webhook')
    .select('id')
    .where('graph', '=', ref.graph)
    .where((where) => where.or([where('variant', 'is', null), where('variant', '=', ref.variant)]))
    .where('ended_at', 'is', null)
    .execute();
  if (hooks.length === 0) return;
  const body = JSON.stringify({
    type: 'launch.completed',
    timestamp: at.toISOString(),
    data: { graph: printGraphRef(ref), ...news },
  });
  await tx
    .insertInto('webhook_delivery')
    .values(hooks.map(({ id }) => ({ id: v7(), webhook: id, body, next_at: at })))
    .execute();
}
