import type { OutgoingHttpHeaders } from 'node:http';
import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestContext } from '@apollo/server';
import type { GatewayExecutor, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, Kind, type FormattedExecutionResult, type GraphQLFormattedError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { stringifyResult } from '../execution/engine.ts';
import type { GatewayContext } from './context.ts';
import type { KnownOperation, KnownOperations, PlainBody } from './known-operations.ts';
import { stageHooks, type StageHooks } from './stage-hooks.ts';
import { acceptsAnswer, prefersGraphqlResponse } from './status-by-media-type.ts';

export interface KnownAnswerOptions {
  known: KnownOperations;
  /** The gateway's own plugins: they run here with the same context as in Apollo Server. */
  stages: readonly ApolloServerPlugin<GatewayContext>[];
  execute: GatewayExecutor;
  readContext(request: FastifyRequest): Promise<GatewayContext>;
  formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError;
  /** On every answer. */
  headers: Readonly<Record<string, string>>;
}

type Context = GraphQLRequestContext<GatewayContext>;

/** Answers a request whose operation is known; false leaves it to Apollo Server. */
export type AnswerKnown = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;

/**
 * The way of an operation that Apollo Server has let through before: what depends on the document alone (parsing, validation, limits of its
 * shape) is not done again; what depends on the request (who asks, variables, cost, rates) is done by the same stages, in the same order. A
 * stage therefore has one listener for all requests, none that is told of the end of an execution, and keeps what it decides by the document to the hooks before `didResolveOperation`, and all else to that hook and those behind it.
 */
export function createKnownAnswer(options: KnownAnswerOptions): AnswerKnown {
  let hooks: StageHooks | undefined;
  return async (request, reply) => {
    const found = options.known.find(request);
    const media = found && mediaTypeFor(request.headers.accept);
    if (!found || !media) return false;
    let contextValue: GatewayContext;
    try {
      contextValue = await options.readContext(request);
    } catch {
      // Apollo Server says why a caller is not let in.
      return false;
    }
    const context = contextOf(found.known, found.body, request, contextValue);
    hooks ??= await stageHooks(options.stages, context);
    await answer(context, hooks, options);
    send(reply, context, media, options.headers);
    return true;
  };
}

/**
 * Writes the answer past Fastify's own way of sending, which has nothing left to do: one head with the headers set so far, and bytes: the text was put
 * together from pieces, which are walked through once for bytes, and twice for their number and the text.
 */
function send(reply: FastifyReply, { response }: Context, media: string, onEvery: KnownAnswerOptions['headers']): void {
  const { http, body } = response;
  const bytes = Buffer.from(stringifyResult(body?.kind === 'single' ? body.singleResult : {}));
  const headers: OutgoingHttpHeaders = { ...onEvery, ...(reply.getHeaders() as OutgoingHttpHeaders) };
  for (const [name, value] of http.headers) headers[name] = value;
  headers['content-type'] = media;
  headers['content-length'] = bytes.length;
  reply.hijack();
  reply.raw.writeHead(http.status ?? 200, headers);
  reply.raw.end(bytes);
}

async function answer(
  context: Context,
  hooks: StageHooks,
  { execute, formatError }: KnownAnswerOptions,
): Promise<void> {
  try {
    for (const hook of hooks.didResolveOperation) await hook(context);
    for (const hook of hooks.executionDidStart) await hook(context);
    settle(context, await execute(gatewayContextOf(context)), formatError);
  } catch (error) {
    const refusal =
      error instanceof GraphQLError ? error : new GraphQLError('Unexpected error.', { originalError: error as Error });
    settle(context, { errors: [refusal] }, formatError, 500);
  }
  if (context.errors) for (const hook of hooks.didEncounterErrors) await hook(context);
  for (const hook of hooks.willSendResponse) await hook(context);
}

/** Puts a result into the response as Apollo Server does: errors formatted, status and headers where an error brings them. */
function settle(
  context: Context,
  result: { data?: unknown; errors?: readonly GraphQLError[]; extensions?: Record<string, unknown> },
  formatError: KnownAnswerOptions['formatError'],
  failureStatus = 400,
): void {
  const { errors } = result;
  const { http } = context.response;
  if (!errors) {
    context.response.body = { kind: 'single', singleResult: result as FormattedExecutionResult };
    return;
  }
  const coded = errors.map(withCode);
  Object.assign(context, { errors: coded });
  for (const { extensions } of coded) {
    const own = extensions['http'] as { status?: number; headers?: Iterable<[string, string]> } | undefined;
    if (own?.status) http.status = own.status;
    for (const [name, value] of own?.headers ?? []) http.headers.set(name, value);
  }
  if (result.data === undefined) http.status ??= failureStatus;
  const formatted = coded.map((error) => formatError(error.toJSON(), error));
  context.response.body = {
    kind: 'single',
    singleResult: { ...result, errors: formatted } as FormattedExecutionResult,
  };
}

/** graphql-js reports variables that do not fit without a code. */
function withCode(error: GraphQLError): GraphQLError {
  const [node] = error.nodes ?? [];
  if (error.extensions['code'] !== undefined || node?.kind !== Kind.VARIABLE_DEFINITION) return error;
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    extensions: { ...error.extensions, code: 'BAD_USER_INPUT' },
  });
}

function contextOf(
  known: KnownOperation,
  body: PlainBody,
  request: FastifyRequest,
  contextValue: GatewayContext,
): Context {
  const { schema, source, queryHash, document, operation } = known;
  // Apollo Server's type asks for services that only its own plugins use.
  return {
    request: {
      query: body.query,
      ...(body.variables ? { variables: body.variables } : {}),
      ...(body.operationName ? { operationName: body.operationName } : {}),
      http: { method: 'POST', headers: readableHeaders(request), search: '', body },
    },
    response: { http: { status: undefined, headers: new HeaderMap() }, body: undefined },
    contextValue,
    schema,
    source,
    queryHash,
    document,
    operation,
    operationName: known.operationName ?? operation.name?.value ?? null,
    metrics: {},
    requestIsBatched: false,
  } as unknown as Context;
}

/** The one thing that stages do with a request's headers, without a copy of all of them. */
function readableHeaders({ headers }: FastifyRequest): Pick<HeaderMap, 'get'> {
  return {
    get(name) {
      const value = headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

/** The context as an engine takes it: only what it reads. */
function gatewayContextOf({
  request,
  schema,
  queryHash,
  document,
  source,
  operation,
  operationName,
  contextValue,
}: Context) {
  return {
    request,
    schema,
    queryHash,
    document,
    source,
    operation,
    operationName,
    context: contextValue,
  } as unknown as GatewayGraphQLRequestContext;
}

const mediaTypes = new LRUCache<string, string>({ max: 200 });

/** As which media type an answer goes out; undefined for an `Accept` that Apollo Server has to judge. */
function mediaTypeFor(accept = '*/*'): string | undefined {
  const known = mediaTypes.get(accept);
  if (known !== undefined) return known;
  if (!acceptsAnswer(accept)) return undefined;
  const media = prefersGraphqlResponse(accept)
    ? 'application/graphql-response+json; charset=utf-8'
    : 'application/json; charset=utf-8';
  mediaTypes.set(accept, media);
  return media;
}
