import type { TraceContext } from '../../platform/telemetry/trace-context.ts';
import type { Span } from '../../platform/telemetry/tracing.ts';

/**
 * How a request ended: `ok` without errors, `partial` with data and errors, `failed` for want of the gateway or a subgraph,
 * `refused` because of the request itself, `aborted` when the client left before the answer.
 */
export type Outcome = 'ok' | 'partial' | 'failed' | 'refused' | 'aborted';

/** What is noted down about one request while it goes through the gateway. Nothing in it comes from the client as it was written there. */
export interface RequestRecord {
  /** By the clock of `performance.now()`. */
  startedAt: number;
  trace: TraceContext;
  /** Only when this trace is recorded. */
  span: Span | undefined;
  /** `query`, `mutation` or `subscription`; undefined for what never became an operation. */
  kind?: string;
  /** Label of the operation, see operation-labels.ts. */
  operation?: string;
  /** The OAuth client, from the verified token. */
  client?: string;
  cost?: number;
  outcome?: Outcome;
  /** Each once; of the closed set in errors.ts. */
  codes: readonly string[];
}

/** What telemetry adds to the context of a request. */
export interface Recorded {
  record?: RequestRecord;
}
