/** What the thread of a planner gets at its start. */
export interface ThreadStart {
  kind: 'hive' | 'apollo';
  supergraphSdl: string;
}

/** One operation to plan. */
export interface PlanQuestion {
  operation: string;
  /** Labels of `@override` that are on; percentages are not among them. */
  overrideLabels: string[];
  /** Where the request stands for `@override` by percentage. */
  overridePercentage: number;
}

/** What a thread can tell of its supergraph. */
export interface ThreadFacts {
  overrideLabels: string[];
  overridePercentages: number[];
}

/** What the thread says: once that it is ready or could not start, then one answer to each question. */
export type ThreadMessage =
  { kind: 'ready'; facts: ThreadFacts } | { kind: 'plan'; plan: unknown } | { kind: 'failed'; message: string };

/** A planner inside its thread. */
export interface ThreadPlanner extends ThreadFacts {
  /** The plan in the planner's own form. */
  plan(question: PlanQuestion): unknown;
}
