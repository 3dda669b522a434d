import { GraphQLError } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { choosePlanner } from '../planning/choose-planner.ts';
import { countSelections } from '../planning/count-selections.ts';
import { OperationNames } from '../planning/operation-names.ts';
import type { PlanRequest, Planner } from '../planning/planner.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { compileOperation } from './compile-operation.ts';
import type { CompileContext, CompiledOperation } from './compile-operation.ts';
import type { EngineOptions } from './engine-options.ts';
import { TypeConditions } from './type-conditions.ts';

/** An operation as a request names it. */
export interface OperationRequest {
  /** Hash of the document's text. */
  hash: string;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  labels: ReadonlySet<string>;
  percentage: number;
}

/** A compiled operation and the request it was made for, so that the next supergraph can be warmed with it. */
interface KeptOperation {
  request: OperationRequest;
  compiled: CompiledOperation;
}

const MEGABYTE = 1024 * 1024;

/** One supergraph being served: its planner and the operations compiled for it. A new supergraph gets a new one of these. */
export class ServedGraph {
  readonly supergraph: Supergraph;
  readonly planner: Planner;
  private readonly options: EngineOptions;
  private readonly context: CompileContext;
  private readonly operations: LRUCache<string, KeptOperation>;
  private readonly compiling = new Map<string, Promise<CompiledOperation>>();

  private constructor(supergraph: Supergraph, planner: Planner, options: EngineOptions) {
    this.supergraph = supergraph;
    this.planner = planner;
    this.options = options;
    const { schema, apiSchema, subgraphs } = supergraph;
    this.context = {
      planner,
      apiSchema,
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
    const maxSize = options.limits?.planCacheBytes ?? 64 * MEGABYTE;
    this.operations = new LRUCache({ maxSize, sizeCalculation: ({ compiled }) => compiled.size });
  }

  /** @throws when no planner takes the supergraph */
  static async create(supergraph: Supergraph, options: EngineOptions): Promise<ServedGraph> {
    return new ServedGraph(supergraph, await choosePlanner(supergraph.sdl, options.planner ?? 'auto'), options);
  }

  /** The compiled operation if it is there; `compile` makes it. */
  compiled(request: OperationRequest): CompiledOperation | undefined {
    return this.operations.get(this.keyOf(request))?.compiled;
  }

  /** Compiles an operation, once however many ask for it at a time. Rejects with a `GraphQLError` when it is too large. */
  compile(request: OperationRequest): Promise<CompiledOperation> {
    const key = this.keyOf(request);
    const running = this.compiling.get(key);
    if (running) return running;
    const compiling = this.compileNow(request)
      .then((compiled) => {
        this.operations.set(key, { request, compiled });
        return compiled;
      })
      .finally(() => this.compiling.delete(key));
    this.compiling.set(key, compiling);
    return compiling;
  }

  /** What was asked for, the latest first. */
  operationsInUse(): OperationRequest[] {
    return [...this.operations.values()].map(({ request }) => request);
  }

  /** Lets go of the planner when what is being planned is done. */
  async retire(): Promise<void> {
    await Promise.allSettled(this.compiling.values());
    this.operations.clear();
    await this.planner.close();
  }

  private async compileNow({ document, operation, labels, percentage }: OperationRequest): Promise<CompiledOperation> {
    this.refuseTooLarge(document);
    const startedAt = performance.now();
    const signal = AbortSignal.timeout(this.options.limits?.planningMs ?? 1_000);
    const overrides: Omit<PlanRequest, 'operation'> = {
      overrideLabels: labels,
      overridePercentage: percentage,
      signal,
    };
    const compiled = await compileOperation(document, operation, overrides, this.context);
    this.options.onEvent?.({ kind: 'planned', planner: this.planner.name, ms: performance.now() - startedAt });
    return compiled;
  }

  private refuseTooLarge(document: DocumentNode): void {
    const allowed = this.options.limits?.expandedSelections ?? 10_000;
    const count = countSelections(document);
    if (count <= allowed) return;
    throw new GraphQLError(`The operation selects more than ${allowed} fields once its fragments are expanded.`, {
      extensions: { code: 'OPERATION_TOO_LARGE', http: { status: 400 } },
    });
  }

  /** Percentages matter only as far as they decide about an `@override`. */
  private keyOf({ hash, operation, labels, percentage }: OperationRequest): string {
    const { overrideLabels, overridePercentages } = this.planner;
    const name = operation.name?.value ?? '';
    if (overrideLabels.length === 0 && overridePercentages.length === 0) return `${hash}:${name}`;
    const active = overrideLabels.filter((label) => labels.has(label));
    const passed = overridePercentages.filter((threshold) => percentage < threshold);
    return `${hash}:${name}:${active.join(',')}:${passed.join(',')}`;
  }
}
