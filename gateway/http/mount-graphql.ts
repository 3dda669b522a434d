import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptsEventStream } from '../../platform/event-stream.ts';
import type { Logger } from '../../platform/log.ts';
import type { Shutdown } from '../../platform/shutdown.ts';
import type { GatewayConfig } from '../config.ts';
import { stringifyResult } from '../execution/engine.ts';
import type { ServingEngine } from '../execution/reference-engine.ts';
import { maxValidationErrors } from '../limits/limits.ts';
import { nameTokenLimit } from '../limits/token-limit.ts';
import type { PersistedOperations } from '../persisted-operations/persisted-operations.ts';
import { mountSubscriptions, type Subscriptions, type SubscriptionSettings } from '../subscriptions/subscriptions.ts';
import { methodNotAllowed, notAcceptable } from './answer-failures.ts';
import { createKnownAnswer } from './answer-known.ts';
import type { GatewayContext } from './context.ts';
import { KnownOperations } from './known-operations.ts';
import { createErrorMask } from './mask-errors.ts';
import { expectHost } from './expect-host.ts';
import { expectReadableSearch } from './read-search.ts';
import { resolvedOperation } from './resolved-operation.ts';
import { securityHeaders } from './security-headers.ts';
import { acceptsAnswer, statusByMediaType } from './status-by-media-type.ts';

export interface GraphqlEndpointOptions {
  engine: ServingEngine;
  config: GatewayConfig;
  /**
   * The gateway's own plugins. What they decide by the document alone stands in hooks before `didResolveOperation`, all else in that hook
   * and behind it: operations that are known skip the former (answer-known.ts). Each has one listener for all requests, which keeps what
   * belongs to a request under its context.
   */
  stages: readonly ApolloServerPlugin<GatewayContext>[];
  readContext(request: FastifyRequest): Promise<GatewayContext>;
  /** Reads identifiers of operations; its stage is one of `stages`. */
  operations: PersistedOperations;
  /** Undefined where no subscriptions are offered. */
  subscriptions: SubscriptionSettings | undefined;
  log: Logger;
  shutdown: Shutdown;
}

/** Serves GraphQL over HTTP at `/graphql`, and its subscriptions. */
export async function mountGraphql(
  app: FastifyInstance,
  options: GraphqlEndpointOptions,
): Promise<Subscriptions | undefined> {
  const { engine, config, readContext, log, shutdown } = options;
  const known = new KnownOperations();
  const captured = captureExecutor(engine);
  const stages = [statusByMediaType<GatewayContext>(), ...options.stages];
  const hidesSchema = config.NODE_ENV === 'production';
  const mask = createErrorMask(log, { hidesSchema });
  const formatError: typeof mask = (formatted, error) => mask(nameTokenLimit(formatted, config.LIMITS), error);
  const apollo = new ApolloServer<GatewayContext>({
    gateway: captured.gateway,
    introspection: config.INTROSPECTION,
    hideSchemaDetailsFromClientErrors: hidesSchema,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: options.operations.persistedQueries,
    parseOptions: { maxTokens: config.LIMITS.tokens },
    validationOptions: { maxErrors: maxValidationErrors },
    formatError,
    stringifyResult,
    plugins: [
      resolvedOperation(),
      ...stages,
      known.plugin,
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  options.operations.mount(app);
  engine.onSchemaLoadOrUpdate(({ apiSchema }) =>
    known.renew(apiSchema, (document) => engine.admits?.(document) ?? false),
  );
  shutdown.onClose(() => apollo.stop());
  const answerKnown = createKnownAnswer({
    known,
    stages,
    execute: captured.execute,
    readContext,
    formatError,
    headers: await securityHeaders(),
  });
  const answerAny = fastifyApolloHandler(apollo, { context: readContext });
  const isFast = config.ENGINE === 'compiled';
  const streams =
    options.subscriptions && (await mountSubscriptions(app, { ...options.subscriptions, apollo, formatError }));
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    if (streams && acceptsEventStream(request.headers.accept)) return streams.stream(request, reply);
    if (isFast && (await answerKnown(request, reply))) return reply;
    if (!acceptsAnswer(request.headers.accept)) return notAcceptable(reply);
    expectHost(request.raw);
    return answerAny.call(app, request, reply);
  };
  app.route({ method: 'POST', url: '/graphql', handler });
  app.route({
    method: 'GET',
    url: '/graphql',
    preValidation: expectReadableSearch,
    handler,
    ...(streams ? { wsHandler: streams.socket } : {}),
  });
  app.route({ method: ['PUT', 'PATCH', 'DELETE'], url: '/graphql', handler: methodNotAllowed(['GET', 'POST']) });
  return streams;
}

/** Apollo Server keeps an engine's executor to itself; known operations need it too. */
function captureExecutor(engine: GatewayInterface): { gateway: GatewayInterface; execute: GatewayExecutor } {
  let executor: GatewayExecutor | undefined;
  return {
    gateway: {
      async load(options) {
        const loaded = await engine.load(options);
        executor = loaded.executor ?? undefined;
        return loaded;
      },
      onSchemaLoadOrUpdate: (callback) => engine.onSchemaLoadOrUpdate(callback),
      stop: () => engine.stop(),
    },
    execute(context) {
      if (!executor) throw new Error('Expected the engine to be loaded before it executes.');
      return executor(context);
    },
  };
}
