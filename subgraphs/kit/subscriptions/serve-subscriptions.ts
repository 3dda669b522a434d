import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { print } from 'graphql-sse';
import type { Kysely } from 'kysely';
import { withDeadline } from '../../../platform/database/deadline.ts';
import { eventStream, eventStreamHeaders } from '../../../platform/event-stream.ts';
import { assertionHeader, type AssertionVerifier } from '../caller/verify-assertion.ts';
import { badUserInput } from '../errors.ts';
import { languageOf } from '../../../platform/language.ts';
import type { Subgraph, SubscriptionContext } from '../subgraph.ts';
import type { ChangeFeed } from './change-feed.ts';
import { runSubscription, type FormattedResult, type SubscriptionRequest } from './run-subscription.ts';

export interface SubscriptionServerOptions<Database, Store> {
  subgraph: Subgraph<Database, Store>;
  schema: GraphQLSchema;
  db: Kysely<Database>;
  feed: ChangeFeed<Database>;
  verify: AssertionVerifier;
  formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/** What the work for one event may take, milliseconds. */
const eventBudgetMs = 5_000;

/**
 * Longest life of a stream, milliseconds. Threat: an assertion is good for 60 s, and a stolen one would open a stream for good. Rule: the assertion is checked
 * when the stream opens; from then on the gateway ends it with the citizen's token, and the subgraph itself after this time.
 */
const streamLifeMs = 3_600_000;

/**
 * Serves subscriptions over Server-Sent Events, in the `distinct connections mode` of graphql-sse: one stream for one operation.
 * The package's own handler is not used: it takes results from the iterator as fast as they come and keeps them for a reader who does not read, and it runs
 * every event with the one context of the request.
 */
export function createSubscriptionServer<Database, Store>(options: SubscriptionServerOptions<Database, Store>) {
  const { subgraph, schema, db, feed, verify, formatError } = options;
  return async ({ headers, body }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    try {
      const header = headers[assertionHeader];
      const caller = await verify(Array.isArray(header) ? undefined : header);
      const language = languageOf(headers['accept-language']);
      const { results, stop } = await runSubscription<SubscriptionContext<Store>>({
        schema,
        request: readRequest(body),
        contextFor: () => ({ caller, language, store: subgraph.openStore(db, caller), changes: feed }),
        withinTime: (work) => withDeadline(Date.now() + eventBudgetMs, work),
        formatError,
      });
      const stream = eventStream(messages(results));
      const end = setTimeout(stop, streamLifeMs).unref();
      stream.once('close', () => {
        clearTimeout(end);
        stop();
      });
      return await reply.headers(eventStreamHeaders).send(stream);
    } catch (error) {
      const refusal =
        error instanceof GraphQLError ? error : new GraphQLError('failed', { originalError: asError(error) });
      const { status, formatted } = refusalOf(refusal, formatError);
      return reply.status(status).send({ errors: [formatted] });
    }
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

const statuses: Record<string, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_USER_INPUT: 400,
  SERVICE_UNAVAILABLE: 503,
};

function refusalOf(
  error: GraphQLError,
  formatError: SubscriptionServerOptions<unknown, unknown>['formatError'],
): { status: number; formatted: GraphQLFormattedError } {
  const { http: _, ...extensions } = error.extensions;
  const formatted = formatError({ ...error.toJSON(), extensions }, error);
  return { status: statuses[String(formatted.extensions?.['code'])] ?? 500, formatted };
}

function readRequest(body: unknown): SubscriptionRequest {
  const { query, operationName, variables } = (body ?? {}) as Partial<Record<string, unknown>>;
  if (typeof query !== 'string') throw badUserInput('The body expects JSON with `query`, a string.');
  return {
    query,
    ...(typeof operationName === 'string' ? { operationName } : {}),
    ...(variables && typeof variables === 'object' ? { variables: variables as Record<string, unknown> } : {}),
  };
}

async function* messages(results: AsyncGenerator<FormattedResult>): AsyncGenerator<string> {
  for await (const result of results) yield print<false, 'next'>({ event: 'next', data: result as never });
  yield print<false, 'complete'>({ event: 'complete', data: null });
}
