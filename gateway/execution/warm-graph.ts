import { setImmediate as nextTurn } from 'node:timers/promises';
import { validate } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { OperationRequest, ServedGraph } from './served-graph.ts';

/** What came of it. */
export interface Warmed {
  /** How many operations were compiled. */
  count: number;
  /** Documents that the new schema allows. */
  admitted: WeakSet<DocumentNode>;
}

/** Operations that are compiled ahead; the rest come when they are asked for. */
const MOST = 500;

/**
 * Compiles operations for a graph before it is served, one per turn of the event loop so that requests go on. Operations that the
 * new schema does not allow are left out.
 */
export async function warm(graph: ServedGraph, operations: readonly OperationRequest[]): Promise<Warmed> {
  const admitted = new WeakSet<DocumentNode>();
  let warmed = 0;
  for (const request of operations.slice(0, MOST).toReversed()) {
    await nextTurn();
    if (validate(graph.supergraph.apiSchema, request.document, undefined, { maxErrors: 1 }).length > 0) continue;
    admitted.add(request.document);
    await nextTurn();
    try {
      await graph.compile(request);
      warmed += 1;
    } catch {
      // It will be refused again, with its reason, when somebody asks for it.
    }
  }
  return { count: warmed, admitted };
}
