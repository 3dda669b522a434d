/** How failing subgraphs are kept from spoiling the rest. Every number of it is here. */
export interface ResilienceSettings {
  breaker: BreakerSettings;
  bulkhead: BulkheadSettings;
  retry: RetrySettings;
}

export interface BreakerSettings {
  /** Milliseconds over which answers are counted. */
  windowMs: number;
  /** Answers within the window from which on the share of failures says anything. */
  atLeast: number;
  /** Share of failures, 0 to 1, at which requests stop. */
  failureShare: number;
  /** Milliseconds without any request, before probes. */
  openMs: number;
  /** Requests that are let through as probes; all have to succeed. */
  probes: number;
  /** A timeout says something about a service only when it had this many milliseconds. */
  fairTimeoutMs: number;
}

export interface BulkheadSettings {
  /** Requests in flight to one subgraph. */
  inFlight: number;
  /** Requests that wait for a place beyond that. */
  waiting: number;
  /** Milliseconds that one of them waits. */
  waitMs: number;
}

export interface RetrySettings {
  /** Retries for each request sent, over time. */
  share: number;
  /** Retries that can be saved up, and that there are at the start. */
  saved: number;
  /** Milliseconds before a retry: at random between these two. */
  pauseMs: readonly [least: number, most: number];
}

export const defaultResilience: Readonly<ResilienceSettings> = {
  breaker: { windowMs: 10_000, atLeast: 20, failureShare: 0.5, openMs: 5_000, probes: 3, fairTimeoutMs: 500 },
  bulkhead: { inFlight: 64, waiting: 256, waitMs: 1_000 },
  retry: { share: 0.1, saved: 5, pauseMs: [10, 60] },
};
