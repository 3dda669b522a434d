import type {
  GatewayExecutionResult,
  GatewayExecutor,
  GatewayGraphQLRequestContext,
  GatewayInterface,
  GatewayLoadResult,
  GatewaySchemaLoadOrUpdateCallback,
  GatewayUnsubscriber,
} from '@apollo/server-gateway-interface';
import { getOperationAST, GraphQLError, parse, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Plan } from '../planning/plan.ts';
import { subgraphDataSource } from '../supergraph/subgraph-data-source.ts';
import { readSupergraph } from '../supergraph/supergraph.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { EngineContext, EngineOptions } from './engine-options.ts';
import { OperationExecutor } from './execute-operation.ts';
import { requestOf } from './operation-request.ts';
import { ServedGraph } from './served-graph.ts';
import type { Candidate } from './served-graph.ts';
import { warm } from './warm-graph.ts';
import type { Warmed } from './warm-graph.ts';

export type { EngineEvent, EngineOptions } from './engine-options.ts';
export { stringifyResult } from './result-text.ts';

/** A plan for people: what would be asked of whom, and what waits for what. */
export interface ExplainedPlan extends Plan {
  planner: 'hive' | 'apollo';
}

/** The federation engine, as Apollo Server's `gateway`. */
export interface Engine extends GatewayInterface {
  /** Plans an operation without executing it. Rejects with the first `GraphQLError` of an operation that is not valid. */
  explain(query: string, operationName?: string): Promise<ExplainedPlan>;
  /** The supergraph being served. */
  supergraph(): Supergraph;
  /** Whether the schema being served was found to allow a document before it took over: it need not be validated again. */
  admits(document: DocumentNode): boolean;
  /** Entries of the engine's caches, by the cache's name. */
  cacheSizes(): Readonly<Record<string, number>>;
}

/** Makes an engine; `load` starts it. */
export function createEngine(options: EngineOptions): Engine {
  return new FederationEngine(options);
}

class FederationEngine implements Engine {
  private readonly options: EngineOptions;
  private readonly executor: OperationExecutor;
  private readonly listeners = new Set<GatewaySchemaLoadOrUpdateCallback>();
  /** By API schema: a request that was validated by a schema is executed with its supergraph, also while the next takes over. */
  private readonly graphs = new WeakMap<GraphQLSchema, ServedGraph>();
  private current: ServedGraph | undefined;
  private warmed: Warmed = { count: 0, admitted: new WeakSet() };
  /** The latest of the supergraphs that wait for their turn: those before it are skipped. */
  private newest: Candidate | undefined;
  private swapping: Promise<void> = Promise.resolve();
  private cleanUpSource: (() => Promise<void>) | undefined;
  private stopped = false;

  constructor(options: EngineOptions) {
    this.options = options;
    this.executor = new OperationExecutor(options);
  }

  onSchemaLoadOrUpdate(callback: GatewaySchemaLoadOrUpdateCallback): GatewayUnsubscriber {
    this.listeners.add(callback);
    return () => this.listeners.delete(callback);
  }

  async load(): Promise<GatewayLoadResult> {
    const { supergraphSdl, cleanup } = await this.options.supergraph.initialize({
      update: (sdl) => this.update(sdl),
      healthCheck: () => Promise.resolve(),
      getDataSource: (endpoint) => subgraphDataSource(this.options.transport, endpoint),
    });
    this.cleanUpSource = cleanup;
    await this.swap(this.read(supergraphSdl));
    return { executor: this.execute };
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.cleanUpSource?.();
    await this.swapping;
    await this.current?.retire();
    await this.options.transport.close();
  }

  supergraph(): Supergraph {
    return this.graph().supergraph;
  }

  admits(document: DocumentNode): boolean {
    return this.warmed.admitted.has(document);
  }

  cacheSizes(): Readonly<Record<string, number>> {
    return { operations: this.current?.keptOperations ?? 0 };
  }

  async explain(query: string, operationName?: string): Promise<ExplainedPlan> {
    const graph = this.graph();
    const document = parse(query);
    const [invalid] = validate(graph.supergraph.apiSchema, document, undefined, { maxErrors: 1 });
    if (invalid) throw invalid;
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new GraphQLError('Expected one operation, or the name of one in operationName.');
    const request = {
      hash: query,
      document,
      operation,
      labels: new Set<string>(),
      percentage: 100,
      variables: {},
      access: undefined,
    };
    const { plan } = graph.compiled(request) ?? (await graph.compile(request));
    return { planner: graph.planner.name, ...plan.plan };
  }

  private readonly execute: GatewayExecutor = (
    context: GatewayGraphQLRequestContext,
  ): Promise<GatewayExecutionResult> => {
    const graph = this.graphs.get(context.schema) ?? this.graph();
    const engineContext = context.context as unknown as EngineContext;
    const request = requestOf(context, this.options.overridesFor?.(engineContext));
    return this.executor.execute(graph, request, engineContext);
  };

  private graph(): ServedGraph {
    if (!this.current) throw new Error('Expected the engine to be loaded before it is used.');
    return this.current;
  }

  /**
   * A new supergraph from the source: one after the other, and a bad one leaves the good one where it is.
   * @throws when it can be seen at once that the text is no supergraph
   */
  private update(sdl: string): void {
    const next = this.refusedUnless(() => this.read(sdl));
    this.newest = next;
    this.swapping = this.swapInTurn(next, this.swapping);
  }

  private async swapInTurn(next: Candidate, previousSwap: Promise<void>): Promise<void> {
    await previousSwap;
    if (this.stopped || this.newest !== next) return;
    try {
      await this.swap(next);
    } catch (error) {
      this.refused(error);
    }
  }

  private read(sdl: string): Candidate {
    const supergraph = readSupergraph(sdl);
    return { supergraph, authorize: this.options.authorize?.(supergraph) };
  }

  private refusedUnless<Result>(attempt: () => Result): Result {
    try {
      return attempt();
    } catch (error) {
      this.refused(error);
      throw error;
    }
  }

  private refused(error: unknown): void {
    const reason = error instanceof Error ? error : new Error(String(error));
    this.options.onEvent?.({ kind: 'swap-refused', error: reason });
  }

  /** The new one is ready for the operations in use before it takes over. */
  private async swap(candidate: Candidate): Promise<void> {
    const startedAt = performance.now();
    const previous = this.current;
    const next = await ServedGraph.create(candidate, this.options);
    const warmed = await warm(next, previous?.operationsInUse() ?? []);
    const { apiSchema, hash, sdl } = candidate.supergraph;
    this.graphs.set(apiSchema, next);
    this.current = next;
    this.warmed = warmed;
    for (const listener of this.listeners) listener({ apiSchema, coreSupergraphSdl: sdl });
    await previous?.retire();
    this.options.onEvent?.({ kind: 'swapped', hash, ms: performance.now() - startedAt, warmed: warmed.count });
  }
}
