import type { PlanFetch } from '../planning/plan.ts';
import type { OperationNames } from '../planning/operation-names.ts';
import type { Check } from './response/conditions.ts';
import type { Run } from './run.ts';
import type { MaskMessage } from './subgraph-errors.ts';
import type { SubgraphError } from './transport/subgraph-error.ts';
import type { SubgraphResponse } from './transport/subgraph-transport.ts';
import type { TypeConditions } from './type-conditions.ts';

/** A fetch of the plan, compiled. Steps hold no state of a request: that is in the `Run`. */
export interface FetchStep {
  readonly fetch: PlanFetch;
  readonly url: string;
  /** Undefined when the step is always taken. */
  readonly when: Check | undefined;
  /** Sends its request through `run.send`, or calls `run.finish` when there is nothing to ask. */
  start(run: Run): void;
}

/** What waits for a subgraph's answer. */
export interface AnswerHandler {
  readonly step: FetchStep;
  accept(run: Run, response: SubgraphResponse): void;
  refuse(run: Run, error: SubgraphError): void;
}

/** What compiling a fetch needs to know of its surroundings. */
export interface StepContext {
  types: TypeConditions;
  names: OperationNames;
  maskMessage: MaskMessage;
  url: string;
  /** Whether a later fetch writes inside what this one brings, so that one answer must not stand in two places. */
  isWrittenInto: boolean;
}
