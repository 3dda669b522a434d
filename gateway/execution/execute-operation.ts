import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { executeSync, getVariableValues, GraphQLError } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { CompiledOperation } from './compile-operation.ts';
import type { EngineContext, EngineOptions } from './engine-options.ts';
import type { DataObject } from './field-failure.ts';
import type { FetchStep } from './fetch-step.ts';
import { Completion } from './response/completion.ts';
import { answering, eventSource, handOver } from './prepared-subscription.ts';
import { introspectionKey } from './response/compile-response.ts';
import type { Variables } from './response/conditions.ts';
import { WrittenData } from './result-text.ts';
import { Run } from './run.ts';
import type { RunContext } from './run.ts';
import type { OperationRequest, ServedGraph } from './served-graph.ts';
import { shareRequests } from './share-requests.ts';
import type { RequestSharing } from './share-requests.ts';
import { fetchPublic, noteAge } from '../caching/public-data.ts';
import type { SubgraphError } from './transport/subgraph-error.ts';
import type { SubgraphRequest, SubgraphResponse } from './transport/subgraph-transport.ts';

/** Milliseconds for a request whose context sets no deadline. */
const DEFAULT_BUDGET_MS = 10_000;
const MOST_VARIABLE_ERRORS = 10;
const NO_VARIABLES: Variables = {};

interface Outcome {
  response: GatewayExecutionResult;
  /** Whether something was neither there nor accounted for. */
  isIncomplete: boolean;
}

/** Executes operations: compiled at first sight, then run and written. */
export class OperationExecutor {
  private readonly options: EngineOptions;
  private readonly requests: RequestSharing;

  constructor(options: EngineOptions) {
    this.options = options;
    this.requests = shareRequests(options.transport);
  }

  async execute(graph: ServedGraph, asked: OperationRequest, context: EngineContext): Promise<GatewayExecutionResult> {
    const request = graph.twins.resolve(asked);
    if (graph.authorize && !request.access) {
      const access = graph.authorize(request.document, request.operation, context);
      request.access = access instanceof Promise ? await access : access;
    }
    const compiled = graph.compiled(request) ?? (await this.compiled(graph, request, context));
    if (compiled instanceof GraphQLError) return { errors: [compiled] };
    const variables = coercedVariables(graph.supergraph.apiSchema, compiled, request.variables);
    if (Array.isArray(variables)) return { errors: variables };
    const source = eventSource(compiled.plan, variables);
    if (source)
      return handOver(source, context, (event, eventContext) => {
        const events = answering(source, event, this.runContext(graph, eventContext));
        return run(compiled, graph, variables, request.variables, events);
      });
    const runContext = this.runContext(graph, context);
    const result = await run(compiled, graph, variables, request.variables, runContext);
    if (!result.isIncomplete || compiled.isSettled) return result.response;
    const other = await graph.recompile(request, compiled);
    if (!other) return result.response;
    return this.execute(graph, request, context);
  }

  private async compiled(
    graph: ServedGraph,
    request: OperationRequest,
    context: EngineContext,
  ): Promise<CompiledOperation | GraphQLError> {
    const startedAt = performance.now();
    const compiled = await compiledOrRefused(graph, request);
    this.options.onEvent?.({ kind: 'waited-for-plan', ms: performance.now() - startedAt }, context);
    return compiled;
  }

  private runContext(graph: ServedGraph, context: EngineContext): RunContext {
    const { options, requests } = this;
    const { publicData } = options;
    const callerKey = context.callerKey ?? '';
    const deadline = context.deadline ?? Date.now() + DEFAULT_BUDGET_MS;
    const onFetched =
      options.onEvent && ((...fetched: FetchedArguments) => options.onEvent?.(fetchedEvent(...fetched), context));
    return {
      onFetched,
      send({ fetch, subgraph, url, body, isMutation }) {
        const policy = publicData && graph.policyOf(fetch);
        if (policy && typeof body === 'string') {
          const asCaller = (text: string) => ask({ subgraph, url, body: text, isMutation });
          return fetchPublic(publicData, {
            policy,
            url,
            body,
            context,
            deadline,
            asCaller,
            transport: options.transport,
          });
        }
        noteAge(context, 0);
        return ask({ subgraph, url, body, isMutation });
      },
    };

    function ask({
      subgraph,
      url,
      body,
      isMutation,
    }: Omit<SubgraphRequest, 'headers' | 'deadline'>): Promise<SubgraphResponse> {
      const headers = options.headersFor(subgraph, context);
      return headers instanceof Promise
        ? headers.then((all) => requests.fetch({ subgraph, url, body, headers: all, deadline, isMutation }, callerKey))
        : requests.fetch({ subgraph, url, body, headers, deadline, isMutation }, callerKey);
    }
  }
}

type FetchedArguments = [step: FetchStep, startedAt: number, error: SubgraphError | undefined];

function fetchedEvent(
  ...[step, startedAt, error]: FetchedArguments
): Parameters<NonNullable<EngineOptions['onEvent']>>[0] {
  const { subgraph } = step.fetch;
  const failure = error && { code: error.code, reason: error.reason };
  return { kind: 'fetched', subgraph, ms: performance.now() - startedAt, ...(failure && { failure }) };
}

async function compiledOrRefused(
  graph: ServedGraph,
  request: OperationRequest,
): Promise<CompiledOperation | GraphQLError> {
  try {
    return await graph.compile(request);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function coercedVariables(
  schema: GraphQLSchema,
  { variableDefinitions, nullableConditions }: CompiledOperation,
  given: Variables,
): Variables | GraphQLError[] {
  if (variableDefinitions.length === 0) return NO_VARIABLES;
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, given, {
    maxErrors: MOST_VARIABLE_ERRORS,
  });
  if (!coerced) return [...errors];
  const undecided = nullableConditions.filter((name) => coerced[name] === null);
  return undecided.length === 0 ? ownValues(coerced, variableDefinitions) : undecided.map(nullCondition);
}

/** A variable may have the name of what every object inherits (`$toString`): where it is not given, it has no value. */
function ownValues(coerced: Variables, definitions: CompiledOperation['variableDefinitions']): Variables {
  const isInherited = definitions.some(({ variable }) => variable.name.value in Object.prototype);
  return isInherited ? { __proto__: null, ...coerced } : coerced;
}

function nullCondition(variable: string): GraphQLError {
  const message = `Variable "$${variable}" decides about @include or @skip and must not be null: give true or false, or leave it out.`;
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

async function run(
  compiled: CompiledOperation,
  graph: ServedGraph,
  variables: Variables,
  rawVariables: Variables,
  context: RunContext,
): Promise<Outcome> {
  const execution = new Run(compiled.plan, variables, context);
  if (compiled.plan.steps.length > 0) await execution.execute();
  const data = execution.merged(graph.types);
  if (compiled.introspection) {
    const { apiSchema } = graph.supergraph;
    execution.looseErrors.push(...introspect(data, compiled.introspection, apiSchema, rawVariables));
  }
  return written(data, execution, compiled, variables);
}

function introspect(
  target: DataObject,
  document: DocumentNode,
  schema: GraphQLSchema,
  variableValues: Variables,
): readonly GraphQLError[] {
  const { data, errors } = executeSync({ schema, document, variableValues });
  for (const name in data) target[introspectionKey(name)] = data[name];
  return errors ?? [];
}

function written(
  data: DataObject,
  { hasFailures, looseErrors }: Run,
  { write }: CompiledOperation,
  variables: Variables,
): Outcome {
  const completion = new Completion(variables, hasFailures);
  const text = write(data, completion) ?? completion.settle(0);
  const errors = looseErrors.length > 0 ? [...looseErrors, ...completion.errors] : completion.errors;
  const result = text === 'null' ? null : (new WrittenData(text) as unknown as Record<string, unknown>);
  const response = errors.length > 0 ? { errors, data: result } : { data: result };
  return { response, isIncomplete: completion.isIncomplete };
}
