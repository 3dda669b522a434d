import { LRUCache } from 'lru-cache';
import type { CompiledOperation } from './compile-operation.ts';
import type { OperationRequest } from './served-graph.ts';

/** A compiled operation with the request it was made for, so that the next supergraph can be warmed with it. */
export interface KeptOperation {
  request: OperationRequest;
  compiled?: CompiledOperation;
  /** In place of `compiled`: the operation is compiled for each set of values of these variables. */
  perConditions?: readonly string[];
}

/** Estimated bytes of an entry that only says that there are others. */
const NOTE_SIZE = 1_000;

/** The compiled operations of one supergraph, bounded by their estimated size: those used last stay. */
export class OperationCache {
  private readonly entries: LRUCache<string, KeptOperation>;

  constructor(maxBytes: number) {
    this.entries = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ compiled }) => compiled?.size ?? NOTE_SIZE,
    });
  }

  get(key: string): KeptOperation | undefined {
    return this.entries.get(key);
  }

  set(key: string, kept: KeptOperation): void {
    this.entries.set(key, kept);
  }

  get size(): number {
    return this.entries.size;
  }

  clear(): void {
    this.entries.clear();
  }

  /** The requests that were compiled for callers who get everything, the latest first. */
  requests(): OperationRequest[] {
    return [...this.entries.values()].flatMap(({ request, compiled }) =>
      compiled && !request.access?.profile ? [request] : [],
    );
  }
}
