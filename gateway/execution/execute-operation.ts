import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { executeSync, getVariableValues, GraphQLError } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { CompiledOperation } from './compile-operation.ts';
import type { EngineContext, EngineOptions } from './engine-options.ts';
import type { FetchStep } from './fetch-step.ts';
import { Completion } from './response/completion.ts';
import { introspectionKey } from './response/compile-response.ts';
import type { Variables } from './response/conditions.ts';
import { WrittenData } from './result-text.ts';
import { Run } from './run.ts';
import type { RunContext } from './run.ts';
import type { OperationRequest, ServedGraph } from './served-graph.ts';
import { shareRequests } from './share-requests.ts';
import type { RequestSharing } from './share-requests.ts';
import type { SubgraphError } from './transport/subgraph-error.ts';

/** Milliseconds for a request whose context sets no deadline. */
const DEFAULT_BUDGET_MS = 10_000;
const MOST_VARIABLE_ERRORS = 10;
const NO_VARIABLES: Variables = {};

/** Executes operations: compiled at first sight, then run and written. */
export class OperationExecutor {
  private readonly options: EngineOptions;
  private readonly requests: RequestSharing;

  constructor(options: EngineOptions) {
    this.options = options;
    this.requests = shareRequests(options.transport);
  }

  async execute(
    graph: ServedGraph,
    request: OperationRequest,
    context: EngineContext,
  ): Promise<GatewayExecutionResult> {
    const compiled = graph.compiled(request) ?? (await compiledOrRefused(graph, request));
    if (compiled instanceof GraphQLError) return { errors: [compiled] };
    const { apiSchema } = graph.supergraph;
    const variables = coercedVariables(apiSchema, compiled, request.variables);
    if (Array.isArray(variables)) return { errors: variables };
    const run = new Run(compiled.plan, variables, this.runContext(context));
    if (compiled.plan.steps.length > 0) await run.execute();
    if (compiled.introspection) introspect(run, compiled, apiSchema, request.variables);
    return written(run, compiled, variables);
  }

  private runContext(context: EngineContext): RunContext {
    const { options, requests } = this;
    const callerKey = context.callerKey ?? '';
    const deadline = context.deadline ?? Date.now() + DEFAULT_BUDGET_MS;
    const onFetched =
      options.onEvent && ((...fetched: FetchedArguments) => options.onEvent?.(fetchedEvent(...fetched)));
    return {
      onFetched,
      send({ subgraph, url, body, isMutation }) {
        const headers = options.headersFor(subgraph, context);
        return headers instanceof Promise
          ? headers.then((all) =>
              requests.fetch({ subgraph, url, body, headers: all, deadline, isMutation }, callerKey),
            )
          : requests.fetch({ subgraph, url, body, headers, deadline, isMutation }, callerKey);
      },
    };
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
  { variableDefinitions }: CompiledOperation,
  given: Variables,
): Variables | GraphQLError[] {
  if (variableDefinitions.length === 0) return NO_VARIABLES;
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, given, {
    maxErrors: MOST_VARIABLE_ERRORS,
  });
  return coerced ?? [...errors];
}

function introspect(
  run: Run,
  { introspection }: CompiledOperation,
  schema: GraphQLSchema,
  variableValues: Variables,
): void {
  if (!introspection) return;
  const { data, errors } = executeSync({ schema, document: introspection, variableValues });
  for (const name in data) run.data[introspectionKey(name)] = data[name];
  run.looseErrors.push(...(errors ?? []));
}

function written(run: Run, { write }: CompiledOperation, variables: Variables): GatewayExecutionResult {
  const completion = new Completion(variables, run.hasFailures);
  const text = write(run.data, completion) ?? completion.settle(0);
  const errors = run.looseErrors.length > 0 ? [...run.looseErrors, ...completion.errors] : completion.errors;
  const data = text === 'null' ? null : (new WrittenData(text) as unknown as Record<string, unknown>);
  return errors.length > 0 ? { errors, data } : { data };
}
