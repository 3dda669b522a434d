import type { PlanFetch } from '../planning/plan.ts';
import { writtenFields } from '../planning/written-fields.ts';
import type { WrittenField } from '../planning/written-fields.ts';
import { compileCollector } from './collect-entities.ts';
import type { EntityCollector } from './collect-entities.ts';
import { FieldFailure } from './field-failure.ts';
import type { DataObject, FailureCause } from './field-failure.ts';
import type { AnswerHandler, FetchStep, StepContext } from './fetch-step.ts';
import { markMissing } from './mark-missing.ts';
import { copyObject, mergeData } from './merge-data.ts';
import { placeError } from './place-errors.ts';
import { RequestBody } from './request-body.ts';
import { allOf } from './response/conditions.ts';
import type { Check, Variables } from './response/conditions.ts';
import { compileRewrites } from './rewrites.ts';
import type { ObjectChange } from './rewrites.ts';
import type { Run } from './run.ts';
import { causeOf, causeOfFailure } from './subgraph-errors.ts';
import { SubgraphError } from './transport/subgraph-error.ts';
import type { SubgraphGraphQLError, SubgraphResponse } from './transport/subgraph-transport.ts';

/** A fetch of fields of a root type. */
export class RootStep implements FetchStep, AnswerHandler {
  readonly step = this;
  readonly fetch: PlanFetch;
  readonly url: string;
  readonly when: Check | undefined;
  private readonly context: StepContext;
  private readonly body: RequestBody;
  private readonly fields: readonly WrittenField[];
  private readonly collect: EntityCollector;
  private readonly rewrite: ObjectChange | undefined;

  constructor(fetch: PlanFetch, context: StepContext) {
    this.fetch = fetch;
    this.url = context.url;
    this.context = context;
    this.when = allOf(fetch.when.map(({ variable, is }) => ({ variable: context.names.clientVariable(variable), is })));
    this.body = new RequestBody(fetch, context.names);
    this.fields = writtenFields(fetch).root;
    this.collect = compileCollector(fetch.path, context.types);
    this.rewrite = compileRewrites(fetch.outputRewrites, context.types);
  }

  start(run: Run): void {
    if (this.targets(run).length === 0) run.finish(this);
    else run.send(this, this.bodyFor(run.variables));
  }

  /** The JSON text of its request. */
  bodyFor(variables: Variables): string {
    return this.body.text(variables);
  }

  accept(run: Run, { data, errors }: SubgraphResponse): void {
    if (!data && !errors?.length) {
      throw new SubgraphError('SUBGRAPH_BAD_RESPONSE', this.fetch.subgraph, 'an answer with neither data nor errors');
    }
    const answer = data ?? {};
    if (errors?.length) this.placeErrors(run, answer, !data, errors);
    this.rewrite?.(answer);
    const targets = this.targets(run);
    targets.forEach((target, index) =>
      mergeData(target, index < targets.length - 1 ? copyObject(answer) : answer, this.context.types),
    );
  }

  refuse(run: Run, error: SubgraphError): void {
    this.mark(run, causeOfFailure(error));
  }

  private mark(run: Run, cause: FailureCause): void {
    run.hasFailures = true;
    const failure = new FieldFailure([cause]);
    for (const target of this.targets(run)) markMissing(target, this.fields, failure, this.context.types);
  }

  private targets(run: Run): DataObject[] {
    if (this.fetch.path.length === 0) return [run.dataFor(this)];
    const targets: DataObject[] = [];
    this.collect(run.dataFor(this), targets);
    return targets;
  }

  private placeErrors(
    run: Run,
    answer: DataObject,
    isDataNull: boolean,
    errors: readonly SubgraphGraphQLError[],
  ): void {
    run.hasFailures = true;
    const { subgraph } = this.fetch;
    const unplaced: SubgraphGraphQLError[] = [];
    for (const error of errors) {
      const cause = (within: readonly (string | number)[]): FailureCause =>
        causeOf(error, subgraph, within, this.context);
      if (!placeError(answer, error.path ?? [], this.fields, cause)) unplaced.push(error);
    }
    const missing = this.fields.filter(({ key }) => answer[key] === null || answer[key] === undefined);
    const [spread = isDataNull ? errors[0] : undefined] = unplaced;
    if (spread && missing.length > 0) {
      const failure = new FieldFailure([causeOf(spread, subgraph, [], this.context)]);
      for (const { key } of missing) if (key !== '__typename') answer[key] = failure;
      unplaced.shift();
    }
    for (const error of unplaced) run.reportLoose(causeOf(error, subgraph, error.path ?? [], this.context));
  }
}
