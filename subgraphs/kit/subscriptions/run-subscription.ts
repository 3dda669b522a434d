import {
  createSourceEventStream,
  execute,
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { badUserInput } from '../errors.ts';

/** A GraphQL request as it came. */
export interface SubscriptionRequest {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

/** How a subscription is run. */
export interface SubscriptionOptions<Context> {
  schema: GraphQLSchema;
  request: SubscriptionRequest;
  /** A new one for each event: what one event loaded must not be taken for what is there at the next. */
  contextFor: () => Context;
  /** Runs the work for one event, within its time. */
  withinTime: <Result>(work: () => Result) => Result;
  formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

const mostTokens = 5_000;

/** A result as it is sent. */
export interface FormattedResult {
  data?: ExecutionResult['data'];
  errors?: GraphQLFormattedError[];
}

/** A subscription that runs. */
export interface RunningSubscription {
  results: AsyncGenerator<FormattedResult>;
  /** Ends it now, also while it waits for an event; a generator's own `return` would wait for that. */
  stop: () => void;
}

/**
 * Runs a subscription.
 * @throws BAD_USER_INPUT for a document that is none, does not fit the schema or is no subscription; else what the field's `subscribe` throws
 */
export async function runSubscription<Context>(options: SubscriptionOptions<Context>): Promise<RunningSubscription> {
  const { schema, request, contextFor } = options;
  const args: ExecutionArgs = {
    schema,
    document: readDocument(schema, request),
    operationName: request.operationName ?? undefined,
    variableValues: request.variables ?? undefined,
    contextValue: contextFor(),
  };
  const events = await createSourceEventStream(args);
  if ('errors' in events) throw events.errors?.[0] ?? new Error('A subscription failed without an error.');
  const iterator = (events as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  return {
    results: results({ [Symbol.asyncIterator]: () => iterator }, args, options),
    stop: () => void iterator.return?.().catch(() => undefined),
  };
}

function readDocument(schema: GraphQLSchema, { query, operationName }: SubscriptionRequest) {
  let document;
  try {
    document = parse(query, { maxTokens: mostTokens });
  } catch (error) {
    throw badUserInput(`The document cannot be read: ${error instanceof Error ? error.message : 'it is not GraphQL'}`);
  }
  const [invalid] = validate(schema, document, undefined, { maxErrors: 1 });
  if (invalid) throw badUserInput(invalid.message);
  if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.SUBSCRIPTION) {
    throw badUserInput('Only subscriptions are answered as text/event-stream. Ask for application/json.');
  }
  return document;
}

/** An event that fails is a result with errors, and the stream goes on; when the events themselves fail, that is the last result. */
async function* results<Context>(
  events: AsyncIterable<unknown>,
  args: ExecutionArgs,
  { contextFor, withinTime, formatError }: SubscriptionOptions<Context>,
): AsyncGenerator<FormattedResult> {
  const format = (errors: readonly GraphQLError[]) => errors.map((error) => formatError(error.toJSON(), error));
  try {
    for await (const rootValue of events) {
      const { data, errors } = await withinTime(() => execute({ ...args, rootValue, contextValue: contextFor() }));
      yield { ...(data === undefined ? {} : { data }), ...(errors ? { errors: format(errors) } : {}) };
    }
  } catch (error) {
    yield { errors: format([asGraphQLError(error)]) };
  }
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('The events failed.', { originalError: error instanceof Error ? error : null });
}
