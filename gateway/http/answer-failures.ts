import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from '../../platform/log.ts';
import type { ErrorCode } from '../errors.ts';

/** What was expected, by Fastify's codes; their own messages say what came and not what to do. */
const expectations: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than is taken. Put long texts into smaller requests.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The body is expected as application/json; set the header Content-Type to that.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as Content-Length says.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is expected to be JSON such as {"query": "…"}, but is empty.',
};

const bodyOf = (code: ErrorCode, message: string): string =>
  JSON.stringify({ errors: [{ message, extensions: { code } }] });

function answer(reply: FastifyReply, status: number, code: ErrorCode, message: string): FastifyReply {
  return reply.status(status).header('content-type', 'application/json; charset=utf-8').send(bodyOf(code, message));
}

/** How long a body that is too large is taken and thrown away, milliseconds. */
const THROWN_AWAY_FOR_MS = 2_000;

/**
 * Refuses a body that is too large and still comes. The answer goes out at once and in full; the connection is closed when the client has ended, or after a
 * while: one that is closed with unread bytes in it is reset, and then the client may lose the answer.
 */
function answerWhileItComes(request: IncomingMessage, reply: FastifyReply, message: string): FastifyReply {
  const body = bodyOf('BAD_REQUEST', message);
  async function* thenWait() {
    yield body;
    request.resume();
    await finished(request, { signal: AbortSignal.timeout(THROWN_AWAY_FOR_MS) }).catch(() => undefined);
  }
  return reply
    .status(413)
    .header('content-type', 'application/json; charset=utf-8')
    .header('content-length', Buffer.byteLength(body))
    .send(Readable.from(thenWait()));
}

/** For an address that is no address (`/%E0`), which Fastify answers before any route or handler. */
export function unreadableAddress(_error: unknown, _request: unknown, reply: FastifyReply): void {
  answer(reply, 400, 'BAD_REQUEST', 'The address of the request cannot be read. The API is at /graphql.');
}

/** Answers in the form of GraphQL what never becomes an operation: bodies that cannot be read, other addresses and methods. */
export function answerFailures(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: FastifyError | GraphQLError, request, reply) => {
    const status = statusOf(error);
    if (status >= 500) {
      log.error({ err: error, method: request.method, url: request.routeOptions.url }, 'a request failed unexpectedly');
      return answer(
        reply,
        500,
        'INTERNAL_SERVER_ERROR',
        'The gateway failed to answer this. The failure was recorded.',
      );
    }
    if (status === 413) return answerWhileItComes(request.raw, reply, messageOf(error));
    return answer(reply, status, 'BAD_REQUEST', messageOf(error));
  });
  app.setNotFoundHandler((_request, reply) =>
    answer(reply, 404, 'BAD_REQUEST', 'There is nothing at this address. The API is at /graphql.'),
  );
}

/** For the methods that an address does not take. */
export function methodNotAllowed(allowed: readonly string[]) {
  return (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    answer(
      reply.header('allow', allowed.join(', ')),
      405,
      'BAD_REQUEST',
      `This address takes ${allowed.join(' and ')} only.`,
    );
}

/** For a client that takes no answer of GraphQL. Nothing has been executed. */
export function notAcceptable(reply: FastifyReply): FastifyReply {
  return answer(
    reply,
    406,
    'BAD_REQUEST',
    'The header Accept is expected to take application/graphql-response+json or application/json. Nothing was executed.',
  );
}

/** For a gateway that has more to do than it can. The body is not read, so the connection cannot be used again. */
export function overloaded(reply: FastifyReply, retryAfter: number): FastifyReply {
  return answer(
    reply.header('retry-after', String(retryAfter)).header('connection', 'close'),
    503,
    'SERVICE_UNAVAILABLE',
    `The gateway has too much to do at the moment. Try again in ${retryAfter} s.`,
  );
}

function statusOf(error: FastifyError | GraphQLError): number {
  if (!(error instanceof GraphQLError)) return error.statusCode ?? 500;
  const { http } = error.extensions as { http?: { status?: number } };
  return http?.status ?? 500;
}

function messageOf(error: FastifyError | GraphQLError): string {
  if (error instanceof GraphQLError) return error.message;
  return expectations[error.code] ?? 'The request cannot be read.';
}
