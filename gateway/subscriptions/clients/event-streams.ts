import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { eventStream, eventStreamHeaders } from '../../../platform/event-stream.ts';
import { gatewayError } from '../../errors.ts';
import type { GatewayContext } from '../../http/context.ts';
import { readSearch } from '../../http/read-search.ts';
import { leaveInFlight } from '../../http/shed-load.ts';
import type { Outbox } from '../outbox.ts';
import type { ClientRequest, Started, SubscriptionStarter } from '../start-subscription.ts';

export interface EventStreamOptions {
  starter: SubscriptionStarter;
  readContext: (request: FastifyRequest) => Promise<GatewayContext>;
  formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/** How long a client may take to read why a stream was ended, milliseconds; then its connection is closed. */
const partingMs = 2_000;

/**
 * Serves subscriptions as `text/event-stream`, in the `distinct connections mode` of the protocol of graphql-sse: `next` with a result, at last `complete`.
 * What is refused before there is a stream is answered as JSON with its status. The package's own handler is not used: it takes results as fast as they
 * come and keeps them for a client that does not read.
 *
 * Threat: a foreign page opens streams with GET, for which browsers ask nobody. Rule: nothing identifies a caller but a header that such a page cannot set,
 * it cannot read what comes, and the streams count for the address.
 */
export function createEventStreams({ starter, readContext, formatError }: EventStreamOptions) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    try {
      const context = await readContext(request);
      const started = await starter.start(clientRequest(request), context, 'event-stream', () => {
        setTimeout(() => reply.raw.destroy(), partingMs).unref();
        return false;
      });
      return await answer(started, request, reply);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const { http } = error.extensions as { http?: { status?: number; headers?: Iterable<[string, string]> } };
      for (const [name, value] of http?.headers ?? []) reply.header(name, value);
      return refuse(reply, http?.status ?? 400, { errors: [formatError(error.toJSON(), error)] });
    }
  };
}

async function answer(started: Started, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (started.kind === 'refused') {
    for (const [name, value] of started.headers) reply.header(name, value);
    return refuse(reply, started.status, started.result);
  }
  leaveInFlight(request.raw);
  if (started.kind === 'answered')
    return reply.headers(eventStreamHeaders).send(next(started.outgoing.text) + complete);
  const stream = eventStream(messages(started.results));
  // The generator's own `return` would wait for the next event.
  stream.once('close', () => void started.results.return());
  return reply.headers(eventStreamHeaders).send(stream);
}

function refuse(reply: FastifyReply, status: number, result: object): FastifyReply {
  return reply.status(status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(result));
}

const next = (text: string): string => `event: next\ndata: ${text}\n\n`;
const complete = 'event: complete\ndata:\n\n';

async function* messages(results: Outbox): AsyncGenerator<string> {
  for await (const { text } of results) yield next(text);
  yield complete;
}

function clientRequest({ method, body, url, headers }: FastifyRequest): ClientRequest {
  const given = method === 'GET' ? readSearch(url) : body;
  if (!isRecord(given)) throw unlike('The body', 'a JSON object with `query`');
  return {
    ...parameter(given, 'query', isText, 'a string'),
    ...parameter(given, 'operationName', isText, 'a string'),
    ...parameter(given, 'variables', isRecord, 'a JSON object'),
    ...parameter(given, 'extensions', isRecord, 'a JSON object'),
    http: httpPart(method, url, headers, body),
  };
}

/** One parameter, if it is there. @throws GraphQLError with BAD_REQUEST where it is something else than it has to be */
function parameter<Name extends string, Value>(
  given: Readonly<Record<string, unknown>>,
  name: Name,
  is: (value: unknown) => value is Value,
  expected: string,
): { [name in Name]?: Value } {
  const value = given[name];
  if (value === undefined || value === null) return {};
  if (!is(value)) throw unlike(name, expected);
  return { [name]: value } as { [name in Name]?: Value };
}

function unlike(what: string, expected: string) {
  return gatewayError('BAD_REQUEST', `${what} is expected to be ${expected}.`, 400);
}

function httpPart(method: string, url: string, given: FastifyRequest['headers'], body: unknown): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  // Apollo Server takes queries only with GET; that rule is about writing, and here only subscriptions come.
  return {
    method: method === 'GET' ? 'POST' : method,
    headers,
    search: URL.parse(url, 'http://gateway')?.search ?? '',
    body,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
