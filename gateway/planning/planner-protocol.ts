/** The first request to a planner's host: which planner, for which supergraph. */
export interface PlannerStart {
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

export type PlannerRequest = PlannerStart | PlanQuestion;

/** What a planner can tell of its supergraph. */
export interface PlannerFacts {
  overrideLabels: string[];
  overridePercentages: number[];
}

/** The answer to each request. */
export type PlannerMessage =
  { kind: 'ready'; facts: PlannerFacts } | { kind: 'plan'; plan: unknown } | { kind: 'failed'; message: string };

/** A planner inside its host. */
export interface HostedPlanner extends PlannerFacts {
  /** The plan in the planner's own form. */
  plan(question: PlanQuestion): unknown;
}
