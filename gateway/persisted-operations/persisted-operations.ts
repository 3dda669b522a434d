import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from '../../platform/log.ts';
import type { Shutdown } from '../../platform/shutdown.ts';
import type { GatewayContext } from '../http/context.ts';
import type { SharedRedis } from '../sharing/redis.ts';
import { OperationsInFolder } from './operations-in-folder.ts';
import { OperationsInRedis } from './operations-in-redis.ts';
import type { OperationsMode } from './operations-mode.ts';
import { noOperations, type RegisteredOperations } from './registered-operations.ts';
import { RememberedQueries } from './remembered-queries.ts';
import { notRegistered, withText, type OperationParameters } from './requested-operation.ts';

export interface PersistedOperationsOptions {
  mode: OperationsMode;
  /** A folder of registered operations; without it they are in Redis, if there is one. */
  folder: string | undefined;
  redis: SharedRedis | undefined;
}

export interface PersistedOperations {
  /** Apollo Server's own option. */
  persistedQueries: { cache: RememberedQueries } | false;
  /** Refuses, in trusted mode, what is not registered, over whichever transport it came. */
  stage: ApolloServerPlugin<GatewayContext>;
  /** Reads identifiers of operations in requests to `/graphql`. */
  mount(app: FastifyInstance): void;
}

/** Where operations come in. */
const endpoints = new Set<string | undefined>(['/graphql', '/graphql/stream']);

/** Opens the registry of operations and what goes with it. */
export async function openPersistedOperations(
  { mode, folder, redis }: PersistedOperationsOptions,
  log: Logger,
  shutdown: Shutdown,
): Promise<PersistedOperations> {
  const registered = await openRegistered(folder, redis, log, shutdown);
  return {
    persistedQueries: mode === 'persisted' ? { cache: new RememberedQueries(registered, redis) } : false,
    stage: onlyRegistered(registered, mode),
    mount: (app) =>
      // Async: Fastify waits for good for a hook that returns neither a promise nor calls back.
      void app.addHook('preHandler', async (request, reply) =>
        endpoints.has(request.routeOptions.url) ? replaceOrRefuse(request, reply, registered, mode) : undefined,
      ),
  };
}

async function openRegistered(
  folder: string | undefined,
  redis: SharedRedis | undefined,
  log: Logger,
  shutdown: Shutdown,
): Promise<RegisteredOperations> {
  if (folder === undefined) return redis ? new OperationsInRedis(redis) : noOperations;
  const operations = new OperationsInFolder(folder, (err) => log.error({ err }, 'an operation cannot be used'));
  await operations.watch();
  shutdown.onClose(() => operations.close());
  return operations;
}

/**
 * Threat: operations that nobody has looked at, written to read or to burden more than any frontend needs. Rule: the hash of what is executed,
 * however it came, has to be registered.
 */
function onlyRegistered(registered: RegisteredOperations, mode: OperationsMode): ApolloServerPlugin<GatewayContext> {
  if (mode !== 'trusted') return {};
  const listener = {
    async didResolveOperation({ queryHash }: { queryHash: string }) {
      if ((await registered.find(queryHash)) === undefined) throw notRegistered();
    },
  };
  return { requestDidStart: () => Promise.resolve(listener) };
}

/** @returns the reply, when that is all there is to say */
async function replaceOrRefuse(
  request: FastifyRequest,
  reply: FastifyReply,
  registered: RegisteredOperations,
  mode: OperationsMode,
): Promise<FastifyReply | undefined> {
  try {
    await replaceIdentifier(request, registered, mode);
    return undefined;
  } catch (error) {
    if (error instanceof GraphQLError) return refuse(reply, error);
    throw error;
  }
}

async function replaceIdentifier(
  request: FastifyRequest,
  registered: RegisteredOperations,
  mode: OperationsMode,
): Promise<void> {
  const { body } = request;
  if (request.method === 'POST') {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return;
    const replaced = await withText(body as OperationParameters, registered, mode);
    if (replaced) request.body = replaced;
  } else if (request.method === 'GET') {
    const url = new URL(request.raw.url ?? '', 'http://gateway');
    const replaced = await withText(parametersOf(url.searchParams), registered, mode);
    if (replaced) request.raw.url = `${url.pathname}?${searchOf(replaced)}`;
  }
}

function parametersOf(search: URLSearchParams): OperationParameters {
  const parameters: OperationParameters = Object.fromEntries(search);
  const extensions = search.get('extensions');
  if (extensions === null) return parameters;
  try {
    return { ...parameters, extensions: JSON.parse(extensions) as unknown };
  } catch {
    // Apollo Server says what is wrong with it.
    return parameters;
  }
}

function searchOf(parameters: OperationParameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) search.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return search.toString();
}

function refuse(reply: FastifyReply, { message, extensions }: GraphQLError): FastifyReply {
  const { http, ...shown } = extensions as { http?: { status?: number } };
  return reply
    .status(http?.status ?? 400)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [{ message, extensions: shown }] }));
}
