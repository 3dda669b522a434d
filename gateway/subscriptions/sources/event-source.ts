import type { EventSource, SubscriptionEvent } from '../../execution/prepared-subscription.ts';

/** A subscription to be opened at a subgraph. */
export interface SourceRequest extends EventSource {
  headers: Record<string, string>;
  /** Epoch milliseconds by which it has to be open. */
  deadline: number;
}

/**
 * Opens the events of a subgraph. They end when the subgraph says so, or when `signal` is aborted.
 *
 * Rejects with a `SubgraphError` when it cannot be opened in time, and so does the iterator when the connection is lost. An event that cannot be used is
 * a `SubgraphError` among the events.
 */
export type OpenEvents = (request: SourceRequest, signal: AbortSignal) => Promise<AsyncIterable<SubscriptionEvent>>;

/** Characters of one event. */
export const longestEvent = 5_000_000;
/** Errors of one event that are kept. */
export const mostErrors = 100;
