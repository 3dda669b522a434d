import { GraphQLError } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Access, AuthorizeOperation } from '../auth/authorization/access.ts';
import { cachePolicies, type CachePolicies } from '../caching/read-policy.ts';
import { choosePlanner } from '../planning/choose-planner.ts';
import { countSelections } from '../planning/count-selections.ts';
import { OperationNames } from '../planning/operation-names.ts';
import { TooManySelectionsError } from '../planning/plan-selections.ts';
import { PlanningTooSlowError } from '../planning/planner.ts';
import type { Planner } from '../planning/planner.ts';
import { conditionVariables } from '../planning/selection-conditions.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { compileOperation } from './compile-operation.ts';
import type { CompileContext, CompiledOperation, CompileVariant } from './compile-operation.ts';
import type { EngineContext, EngineOptions } from './engine-options.ts';
import { LiteralTwins } from './literal-twins.ts';
import { OperationCache } from './operation-cache.ts';
import { knownConditions } from './known-conditions.ts';
import { HiddenParts } from './response/hidden-parts.ts';
import { TypeConditions } from './type-conditions.ts';

/** An operation as a request names it. */
export interface OperationRequest {
  /** Hash of the document's text. */
  hash: string;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** Labels of `@override` that are on. */
  labels: ReadonlySet<string>;
  /** Where the request stands for `@override` by percentage. */
  percentage: number;
  /** As they came. */
  variables: Readonly<Record<string, unknown>>;
  /** What of the operation the caller gets; undefined when all of it. */
  access: Access | undefined;
}

/** A supergraph that could be served. */
export interface Candidate {
  supergraph: Supergraph;
  authorize: AuthorizeOperation<EngineContext> | undefined;
}

const DEFAULT_SELECTIONS = 10_000;
const DEFAULT_PLANNING_MS = 1_000;
const DEFAULT_CACHE_BYTES = 64 * 1024 * 1024;

/** One supergraph being served: its planner and the operations compiled for it. A new supergraph gets a new one of these. */
export class ServedGraph {
  readonly supergraph: Supergraph;
  readonly planner: Planner;
  readonly authorize: Candidate['authorize'];
  /** Which answers may be kept. */
  readonly policyOf: CachePolicies;
  /** Operations that differ only in literals are executed as one. */
  readonly twins: LiteralTwins;
  private readonly options: EngineOptions;
  private readonly context: CompileContext;
  private readonly operations: OperationCache;
  private readonly compiling = new Map<string, Promise<CompiledOperation>>();

  private constructor({ supergraph, authorize }: Candidate, planner: Planner, options: EngineOptions) {
    this.authorize = authorize;
    this.supergraph = supergraph;
    this.policyOf = cachePolicies(supergraph);
    this.planner = planner;
    this.twins = new LiteralTwins(supergraph.apiSchema);
    this.options = options;
    this.operations = new OperationCache(options.limits?.planCacheBytes ?? DEFAULT_CACHE_BYTES);
    const { schema, apiSchema, subgraphs } = supergraph;
    this.context = {
      planner,
      apiSchema,
      hidden: new HiddenParts(schema, apiSchema),
      expandedSelections: options.limits?.expandedSelections ?? DEFAULT_SELECTIONS,
      types: new TypeConditions(schema),
      names: new OperationNames(schema),
      maskMessage: options.maskMessage ?? ((message) => message),
      urlOf(name) {
        const url = options.subgraphUrls?.[name] ?? subgraphs.get(name)?.url;
        if (url === undefined)
          throw new Error(`The plan asks "${name}", but the supergraph has no subgraph of that name.`);
        return url;
      },
    };
  }

  /** @throws when no planner takes the supergraph */
  static async create(candidate: Candidate, options: EngineOptions): Promise<ServedGraph> {
    const planner = await choosePlanner(candidate.supergraph, options.planner ?? 'auto');
    return new ServedGraph(candidate, planner, options);
  }

  /** Compiled operations that are kept. */
  get keptOperations(): number {
    return this.operations.size;
  }

  get types(): TypeConditions {
    return this.context.types;
  }

  /** The compiled operation if it is there; `compile` makes it. */
  compiled(request: OperationRequest): CompiledOperation | undefined {
    const key = this.keyOf(request);
    const kept = this.operations.get(key);
    if (!kept?.perConditions) return kept?.compiled;
    return this.operations.get(key + textOf(knownConditions(kept.perConditions, request)))?.compiled;
  }

  /** Compiles an operation, once however many ask for it at a time. Rejects with a `GraphQLError` that a client may see. */
  compile(request: OperationRequest): Promise<CompiledOperation> {
    const key = this.keyOf(request);
    const conditions = conditionVariables(request.document.definitions);
    const pending = `${key}${textOf(knownConditions(conditions, request))}`;
    const running = this.compiling.get(pending);
    if (running) return running;
    const compiling = this.compileNow(request, key, conditions).finally(() => this.compiling.delete(pending));
    this.compiling.set(pending, compiling);
    return compiling;
  }

  /**
   * Compiles an operation in another way, since its plan left something out: first for the values that `@include` and `@skip` have
   * in this request, then with the other planner. What comes out takes the place of what was there.
   * @returns undefined when there is no other way left
   */
  async recompile(request: OperationRequest, incomplete: CompiledOperation): Promise<CompiledOperation | undefined> {
    const known = knownConditions(conditionVariables(request.document.definitions), request);
    const isSpecial = incomplete.variant.known.size === known.size;
    const attempt = isSpecial ? 'second' : 'any';
    if (isSpecial && (!this.planner.hasSecond || incomplete.variant.attempt === 'second')) {
      incomplete.isSettled = true;
      return undefined;
    }
    try {
      const variant = { ...this.variant(request), known, attempt } as const;
      const compiled = await compileOperation(request, variant, this.context);
      const key = this.keyOf(request);
      if (known.size > 0) this.operations.set(key, { request, perConditions: [...known.keys()] });
      this.operations.set(key + textOf(known), { request, compiled });
      return compiled;
    } catch {
      incomplete.isSettled = true;
      return undefined;
    }
  }

  /** What was asked for, the latest first. */
  operationsInUse(): OperationRequest[] {
    return this.operations.requests();
  }

  /** Lets go of the planner when what is being planned is done. */
  async retire(): Promise<void> {
    await Promise.allSettled(this.compiling.values());
    this.operations.clear();
    await this.planner.close();
  }

  /** One plan for all values of `@include` and `@skip`; where the planner cannot do that, one for each set of values. */
  private async compileNow(request: OperationRequest, key: string, conditions: string[]): Promise<CompiledOperation> {
    const startedAt = performance.now();
    try {
      const compiled = await this.compileVariant(request, key, conditions);
      this.options.onEvent?.({ kind: 'planned', planner: this.planner.name, ms: performance.now() - startedAt });
      return compiled;
    } catch (error) {
      throw refusal(error, this.context.expandedSelections);
    }
  }

  private async compileVariant(
    request: OperationRequest,
    key: string,
    conditions: string[],
  ): Promise<CompiledOperation> {
    if (countSelections(request.document) > this.context.expandedSelections) throw new TooManySelectionsError();
    const attempt = conditions.length === 0 ? 'any' : 'first';
    const variant = this.variant(request);
    if (!this.operations.get(key)?.perConditions) {
      try {
        const known = new Map<string, boolean>();
        const compiled = await compileOperation(request, { ...variant, known, attempt }, this.context);
        this.operations.set(key, { request, compiled });
        return compiled;
      } catch (error) {
        if (attempt === 'any' || isAboutSize(error)) throw error;
        this.operations.set(key, { request, perConditions: conditions });
      }
    }
    const known = knownConditions(conditions, request);
    const compiled = await compileOperation(request, { ...variant, known, attempt: 'any' }, this.context);
    this.operations.set(key + textOf(known), { request, compiled });
    return compiled;
  }

  private variant({ labels, percentage }: OperationRequest): Omit<CompileVariant, 'known' | 'attempt'> {
    const budgetMs = this.options.limits?.planningMs ?? DEFAULT_PLANNING_MS;
    return { overrideLabels: labels, overridePercentage: percentage, budgetMs };
  }

  /** Percentages matter only as far as they decide about an `@override`. */
  private keyOf({ hash, operation, labels, percentage, access }: OperationRequest): string {
    const { overrideLabels, overridePercentages } = this.planner;
    const key = `${hash}:${operation.name?.value ?? ''}:${access?.profile ?? ''}`;
    if (overrideLabels.length === 0 && overridePercentages.length === 0) return key;
    const active = overrideLabels.filter((label) => labels.has(label));
    const passed = overridePercentages.filter((threshold) => percentage < threshold);
    return `${key}:${active.join(',')}:${passed.join(',')}`;
  }
}

function textOf(known: ReadonlyMap<string, boolean>): string {
  return [...known].map(([variable, value]) => `:${variable}=${value}`).join('');
}

function isAboutSize(error: unknown): boolean {
  return error instanceof TooManySelectionsError || error instanceof PlanningTooSlowError;
}

/** What a client reads when an operation cannot be compiled. */
function refusal(error: unknown, allowedSelections: number): GraphQLError {
  const http = { status: 400 };
  if (error instanceof TooManySelectionsError) {
    const message = `The operation selects more than ${allowedSelections} fields once its fragments are expanded.`;
    return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', limit: 'selections', http } });
  }
  if (error instanceof PlanningTooSlowError) {
    const message = 'The operation is too complex: planning it took too long. Ask for less at once.';
    return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', limit: 'planning', http } });
  }
  const originalError = error instanceof Error ? error : undefined;
  return new GraphQLError('The operation cannot be planned.', {
    originalError,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
}
