import { GraphQLError } from 'graphql';
import type { CompiledPlan } from './compile-plan.ts';
import type { DataObject, FailureCause } from './field-failure.ts';
import type { AnswerHandler, FetchStep } from './fetch-step.ts';
import { mergeData } from './merge-data.ts';
import type { PlanFetch } from '../planning/plan.ts';
import type { Variables } from './response/conditions.ts';
import type { TypeConditions } from './type-conditions.ts';
import { Deadlines, TICK_MS } from './transport/deadlines.ts';
import type { Expiring, Watch } from './transport/deadlines.ts';
import { SubgraphError } from './transport/subgraph-error.ts';
import type { SubgraphRequest, SubgraphResponse } from './transport/subgraph-transport.ts';

/** What a run needs of the request it belongs to. */
export interface RunContext {
  /** Sends a request without headers; the engine adds those and shares equal requests. */
  send(request: Omit<SubgraphRequest, 'headers' | 'deadline'> & { fetch: PlanFetch }): Promise<SubgraphResponse>;
  /** Told of each answer, for telemetry. */
  onFetched?(step: FetchStep, startedAt: number, error: SubgraphError | undefined): void;
}

/** One clock for all that is parked: a timer each would cost more than what it is for. */
const waiting = new Deadlines();

class Parked implements Expiring {
  readonly deadline: number;
  readonly expire: () => void;

  constructor(ms: number, expire: () => void) {
    // The clock is early by up to a tick.
    this.deadline = Date.now() + ms + TICK_MS;
    this.expire = expire;
  }
}

/**
 * One execution of a compiled plan. A step starts as soon as the steps it needs are done: there are no stages, and one promise
 * for the whole run.
 */
export class Run {
  readonly variables: Variables;
  /** What subgraphs answered, merged, by layer of the plan. */
  private readonly layers: DataObject[];
  /** Errors that belong to no field. */
  readonly looseErrors: GraphQLError[] = [];
  /** Whether the data holds failures. */
  hasFailures = false;
  private readonly plan: CompiledPlan;
  private readonly context: RunContext;
  /** By step: how many of the steps it needs are not done yet. */
  private readonly waitingFor: number[];
  private parked: Map<FetchStep, Watch> | undefined;
  private unfinished: number;
  private done: () => void = () => undefined;
  private crash: (error: unknown) => void = () => undefined;

  /** @param data what is there before the first fetch: `{}`, or the event of a subscription */
  constructor(plan: CompiledPlan, variables: Variables, context: RunContext, data: DataObject = {}) {
    this.plan = plan;
    this.variables = variables;
    this.context = context;
    this.layers =
      plan.layers === 1 ? [data] : Array.from({ length: plan.layers }, (_, layer) => (layer === 0 ? data : {}));
    this.waitingFor = [...plan.needs];
    this.unfinished = plan.steps.length;
  }

  /** The data that a step reads and writes. */
  dataFor({ fetch }: FetchStep): DataObject {
    return this.layers[fetch.layer]!;
  }

  /** All data; to be asked for once, when every step is done. */
  merged(types: TypeConditions): DataObject {
    const [data = {}, ...others] = this.layers;
    for (const other of others) mergeData(data, other, types);
    return data;
  }

  /**
   * Resolves when every step is done. A failing subgraph does not reject: it leaves failures in the data. What rejects is a
   * fault of ours, so that nobody waits for a run that has come to a halt.
   */
  execute(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.done = resolve;
      this.crash = reject;
      if (this.unfinished === 0) resolve();
      for (const index of this.plan.first) this.begin(index);
    });
  }

  /** Asks a subgraph on behalf of a step, which is finished with the answer. */
  send(handler: AnswerHandler, body: string): void {
    this.ask(handler, body, () => this.finish(handler.step));
  }

  /** Asks the same subgraph several things at a time; the step is finished with the last answer. */
  sendAll(step: FetchStep, questions: readonly { handler: AnswerHandler; body: string }[]): void {
    let left = questions.length;
    if (left === 0) this.finish(step);
    for (const { handler, body } of questions) {
      this.ask(handler, body, () => {
        left -= 1;
        if (left === 0) this.finish(step);
      });
    }
  }

  /** Ends a step and begins those that waited for it. */
  finish(step: FetchStep): void {
    for (const index of this.plan.dependents[step.fetch.id]!) {
      const left = this.waitingFor[index]! - 1;
      this.waitingFor[index] = left;
      if (left === 0) this.begin(index);
    }
    this.unfinished -= 1;
    if (this.unfinished === 0) this.done();
  }

  /** Begins something after this time or up to a tick later, unless it is taken over by `unpark` until then. */
  park(step: FetchStep, ms: number, begin: () => void): void {
    const parked = new Parked(ms, () => {
      this.parked?.delete(step);
      try {
        begin();
      } catch (fault) {
        this.crash(fault);
      }
    });
    this.parked ??= new Map();
    this.parked.set(step, waiting.watch(parked));
  }

  /** Takes over what was parked for a step: it does not begin any more. Says whether there was something. */
  unpark(step: FetchStep): boolean {
    const parked = this.parked?.get(step);
    if (!parked) return false;
    parked.leave();
    this.parked?.delete(step);
    return true;
  }

  /** Reports an error that belongs to no field of the response. */
  reportLoose({ message, extensions, within }: FailureCause): void {
    this.looseErrors.push(new GraphQLError(message, { extensions, path: within.length > 0 ? within : undefined }));
  }

  private ask(handler: AnswerHandler, body: string, done: () => void): void {
    const { step } = handler;
    const { subgraph, kind } = step.fetch;
    const startedAt = performance.now();
    const settle = (error: SubgraphError | undefined, wasAsked = true): void => {
      try {
        if (error) handler.refuse(this, error);
        if (wasAsked) this.context.onFetched?.(step, startedAt, error);
        done();
      } catch (fault) {
        this.crash(fault);
      }
    };
    this.context.send({ subgraph, url: step.url, body, isMutation: kind === 'mutation', fetch: step.fetch }).then(
      (response) => settle(this.accepted(handler, response), !response.isKept),
      (error: unknown) => settle(asSubgraphError(error, subgraph)),
    );
  }

  private begin(index: number): void {
    const step = this.plan.steps[index]!;
    try {
      if (step.when && !step.when(this.variables)) this.finish(step);
      else step.start(this);
    } catch (fault) {
      this.crash(fault);
    }
  }

  private accepted(handler: AnswerHandler, response: SubgraphResponse): SubgraphError | undefined {
    try {
      handler.accept(this, response);
      return undefined;
    } catch (error) {
      return asSubgraphError(error, handler.step.fetch.subgraph);
    }
  }
}

function asSubgraphError(error: unknown, subgraph: string): SubgraphError {
  return error instanceof SubgraphError ? error : new SubgraphError('SUBGRAPH_BAD_RESPONSE', subgraph, String(error));
}
