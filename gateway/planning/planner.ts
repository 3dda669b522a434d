import type { Plan } from './plan.ts';

/** An operation as planners take it: valid, one operation with the fragments it uses, no introspection. */
export interface PlanRequest {
  /** GraphQL text. */
  operation: string;
  /** Labels of progressive `@override` that are switched on. */
  overrideLabels: ReadonlySet<string>;
  /** Where this request stands for `@override(label: "percent(…)")`: at least 0, below 100. */
  overridePercentage: number;
  /** Whether to try whatever there is. When false, the caller has a simpler form of the operation to offer first. */
  isLastTry: boolean;
  /** Aborted when nobody waits for the plan any more. */
  signal: AbortSignal;
}

/** Turns operations into plans, off the event loop. One planner belongs to one supergraph. */
export interface Planner {
  readonly name: 'hive' | 'apollo';
  /** Labels, other than percentages, that the supergraph's `@override`s have. */
  readonly overrideLabels: readonly string[];
  /** Percentages that the supergraph's `@override`s have. */
  readonly overridePercentages: readonly number[];
  /** Rejects with the planner's own error, or when the signal is aborted. */
  plan(request: PlanRequest): Promise<Plan>;
  close(): Promise<void>;
}
