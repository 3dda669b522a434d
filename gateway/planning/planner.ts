import type { Plan } from './plan.ts';

/** An operation as planners take it: valid, one operation with the fragments it uses, no introspection. */
export interface PlanRequest {
  /** GraphQL text. */
  operation: string;
  /** Labels of progressive `@override` that are switched on. */
  overrideLabels: ReadonlySet<string>;
  /** Where this request stands for `@override(label: "percent(…)")`: at least 0, below 100. */
  overridePercentage: number;
  /**
   * Who may plan it: `first` only the preferred planner, since the caller has a simpler form of the operation to offer next;
   * `any` whoever can; `second` not the preferred one, whose plan turned out wrong.
   */
  attempt: 'first' | 'any' | 'second';
  /** Milliseconds that planning itself may take. */
  budgetMs: number;
}

/** Turns operations into plans, off the event loop. One planner belongs to one supergraph. */
export interface Planner {
  readonly name: 'hive' | 'apollo';
  /** Whether there is another planner behind the preferred one. */
  readonly hasSecond: boolean;
  /** Labels, other than percentages, that the supergraph's `@override`s have. */
  readonly overrideLabels: readonly string[];
  /** Percentages that the supergraph's `@override`s have. */
  readonly overridePercentages: readonly number[];
  /** Rejects with the planner's own error, or with `PlanningTooSlowError`. */
  plan(request: PlanRequest): Promise<Plan>;
  close(): Promise<void>;
}

/** Planning took longer than it may. */
export class PlanningTooSlowError extends Error {
  override readonly name = 'PlanningTooSlowError';
}

/** In how many pieces a budget is counted, of a millisecond at least. */
const PIECES = 20;

/**
 * Waits for a plan as long as the budget allows. It is counted in ticks of this process: while the machine stands still nobody plans, and no tick comes.
 * @throws PlanningTooSlowError
 */
export async function withinBudget(budgetMs: number, plan: () => Promise<Plan>): Promise<Plan> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    const pieces = Math.min(PIECES, Math.ceil(budgetMs));
    let left = pieces;
    timer = setInterval(() => {
      left -= 1;
      if (left === 0) reject(new PlanningTooSlowError(`Planning took longer than ${budgetMs} ms.`));
    }, budgetMs / pieces);
  });
  try {
    return await Promise.race([plan(), timeUp]);
  } finally {
    clearInterval(timer);
  }
}
