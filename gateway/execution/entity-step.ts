import type { PlanFetch } from '../planning/plan.ts';
import { writtenFields } from '../planning/written-fields.ts';
import { CompiledPart } from './entity-part.ts';
import type { EntityBatch } from './entity-part.ts';
import { placeEntityErrors } from './entity-errors.ts';
import { FieldFailure } from './field-failure.ts';
import type { AnswerHandler, FetchStep, StepContext } from './fetch-step.ts';
import { RequestBody } from './request-body.ts';
import { allOf } from './response/conditions.ts';
import type { Check } from './response/conditions.ts';
import type { Run } from './run.ts';
import { causeOfFailure } from './subgraph-errors.ts';
import { SubgraphError } from './transport/subgraph-error.ts';
import type { SubgraphResponse } from './transport/subgraph-transport.ts';

/** A fetch of entities; with several parts it is one request with several `_entities` fields. */
export class EntityStep implements FetchStep {
  readonly fetch: PlanFetch;
  readonly url: string;
  readonly when: Check | undefined;
  readonly parts: readonly CompiledPart[];
  readonly context: StepContext;
  protected readonly body: RequestBody;

  constructor(fetch: PlanFetch, context: StepContext) {
    this.fetch = fetch;
    this.url = context.url;
    this.context = context;
    this.when = allOf(fetch.when.map(({ variable, is }) => ({ variable: context.names.clientVariable(variable), is })));
    this.body = new RequestBody(fetch, context.names);
    const { entities } = writtenFields(fetch);
    this.parts = fetch.entities.map(
      (part) => new CompiledPart(part, entities.get(part.alias) ?? [], fetch.subgraph, context),
    );
  }

  start(run: Run): void {
    const batches = this.parts.map((part) => part.collect(run.dataFor(this)));
    let own = '';
    let count = 0;
    this.parts.forEach((part, index) => {
      const { representations } = batches[index]!;
      count += representations.length;
      own += `${own === '' ? '' : ','}${part.prefix}[${representations.join(',')}]`;
    });
    if (count === 0) run.finish(this);
    else run.send(new EntityAnswer(this, batches), this.body.text(run.variables, own));
  }
}

/** Waits for the answer to one request for entities. */
export class EntityAnswer implements AnswerHandler {
  readonly step: EntityStep;
  private readonly batches: readonly EntityBatch[];

  constructor(step: EntityStep, batches: readonly EntityBatch[]) {
    this.step = step;
    this.batches = batches;
  }

  accept(run: Run, { data, errors }: SubgraphResponse): void {
    const { parts, fetch, context } = this.step;
    const hasErrors = errors !== undefined && errors.length > 0;
    const answers = parts.map((part, index) => {
      const expected = this.batches[index]!.representations.length;
      const entities = data?.[part.alias];
      if (Array.isArray(entities) && entities.length === expected) return { part, entities, isLost: false };
      if (hasErrors && !entities) return { part, entities: Array.from({ length: expected }, () => null), isLost: true };
      const got = Array.isArray(entities) ? entities.length : typeof entities;
      throw new SubgraphError('SUBGRAPH_BAD_RESPONSE', fetch.subgraph, `expected ${expected} entities, got ${got}`);
    });
    if (hasErrors) {
      run.hasFailures = true;
      for (const cause of placeEntityErrors(answers, errors, fetch.subgraph, context)) run.reportLoose(cause);
    }
    answers.forEach(({ part, entities }, index) => part.merge(run, this.batches[index]!, entities));
  }

  refuse(run: Run, error: SubgraphError): void {
    run.hasFailures = true;
    const failure = new FieldFailure([causeOfFailure(error)]);
    this.step.parts.forEach((part, index) => part.markTargets(this.batches[index]!, failure));
  }
}
