import type { QueryPlan } from '@apollo/query-planner';

/** What the worker gets at its start. */
export interface WorkerStart {
  supergraphSdl: string;
}

/** One operation to plan. */
export interface PlanQuestion {
  operation: string;
  /** Labels of `@override` that are on, percentages (`percent(5)`) among them. */
  activeLabels: string[];
}

/** What the worker says: once that it is ready or failed to start, then the answers. */
export type WorkerMessage =
  | { kind: 'ready'; overrideLabels: string[] }
  | { kind: 'failed'; message: string }
  | { kind: 'plan'; plan: QueryPlan }
  | { kind: 'refused'; message: string };
