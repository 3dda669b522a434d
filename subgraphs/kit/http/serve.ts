import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { closerOf } from '../../../platform/close-server.ts';
import { connectDatabase, isReachable, type StatementListener } from '../../../platform/database/connect.ts';
import { withDeadline } from '../../../platform/database/deadline.ts';
import { migrate } from '../../../platform/database/migrate.ts';
import { schemaOf } from '../../../platform/database/provision.ts';
import { acceptsEventStream } from '../../../platform/event-stream.ts';
import { createLogger, type Logger } from '../../../platform/log.ts';
import { closeOnSignals, createShutdown, type Shutdown } from '../../../platform/shutdown.ts';
import { assertionHeader, createAssertionVerifier } from '../caller/verify-assertion.ts';
import type { SubgraphConfig } from '../config.ts';
import { buildSubgraph } from '../schema/build-subgraph.ts';
import { ChangeFeed } from '../subscriptions/change-feed.ts';
import { createSubscriptionServer, type SubscriptionServerOptions } from '../subscriptions/serve-subscriptions.ts';
import { openTelemetry } from '../telemetry/telemetry.ts';
import type { RequestContext, Subgraph } from '../subgraph.ts';
import { createErrorFormatter } from './format-error.ts';
import { languageOf } from '../../../platform/language.ts';
import { asksOnlyForTheSchema } from './open-operations.ts';

const requestBudgetMs = 5_000;

/** What a subgraph's main may add to its server: further routes, e.g. the OIDC issuer of identity. */
export type Extend<Database> = (app: FastifyInstance, db: Kysely<Database>, log: Logger) => Promise<void>;

/** What a subgraph does besides answering: its job queue, the delivery of events. */
export interface Background {
  close(): Promise<void>;
}

export interface Surroundings<Database> {
  app: FastifyInstance;
  db: Kysely<Database>;
  log: Logger;
}

export interface ServeOptions<Database> {
  extend?: Extend<Database>;
  /** Begins what runs in the background, before the server listens; it is closed when the server has answered its last request, before the database. */
  start?: (surroundings: Surroundings<Database>) => Promise<Background>;
  /** Told of each SQL statement. */
  onStatement?: StatementListener;
}

export interface RunningSubgraph {
  url: string;
  close(): Promise<void>;
}

/** Opens the subgraph's database, migrates it and loads the reference data. */
export async function openDatabase<Database, Store>(
  subgraph: Subgraph<Database, Store>,
  { DATABASE_URL }: Pick<SubgraphConfig, 'DATABASE_URL'>,
  log: Logger,
  onStatement?: StatementListener,
): Promise<Kysely<Database>> {
  const schema = schemaOf(subgraph.name);
  const db = connectDatabase<Database>({
    url: DATABASE_URL,
    schema,
    applicationName: subgraph.name,
    ...(onStatement ? { onStatement } : {}),
    onError: (err) => log.warn({ err }, 'the connection to the database was lost'),
  });
  const applied = await migrate(db, schema, subgraph.migrations);
  if (applied.length > 0) log.info({ applied }, 'migrated');
  await subgraph.prepare?.(db);
  return db;
}

/** Starts a subgraph: database, migrations, GraphQL under `/graphql`, `/health`, `/ready`. */
export async function startSubgraph<Database, Store>(
  subgraph: Subgraph<Database, Store>,
  config: SubgraphConfig,
  { extend, start, onStatement }: ServeOptions<Database> = {},
): Promise<RunningSubgraph & { shutdown: Shutdown; log: Logger }> {
  const log = createLogger({ process: subgraph.name, level: config.LOG_LEVEL });
  const shutdown = createShutdown((err) => log.error({ err }, 'closing failed'));
  const telemetry = await openTelemetry(subgraph.name, config);
  shutdown.onClose(() => telemetry.close());
  const db = await openDatabase(subgraph, config, log, telemetry.statements(onStatement));
  shutdown.onClose(() => db.destroy());

  const app = fastify({ bodyLimit: 1_048_576, forceCloseConnections: 'idle', keepAliveTimeout: 75_000 });
  const close = closerOf(app);
  telemetry.observe(app);
  await mountGraphql(app, subgraph, config, db, log);
  app.get('/health', () => ({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    const ready = !shutdown.isClosing && (await isReachable(db));
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  await extend?.(app, db, log);
  const background = await start?.({ app, db, log });
  shutdown.onClose(() => background?.close());
  const url = await app.listen({ port: config.PORT, host: config.HOST });
  shutdown.onClose(close);
  log.info({ url }, 'listening');
  return { url, shutdown, log, close: () => shutdown.close() };
}

async function mountGraphql<Database, Store>(
  app: FastifyInstance,
  subgraph: Subgraph<Database, Store>,
  config: SubgraphConfig,
  db: Kysely<Database>,
  log: Logger,
): Promise<void> {
  const verify = await createAssertionVerifier({
    audience: subgraph.name,
    issuer: config.ASSERTION_ISSUER,
    jwksUrl: config.ASSERTION_JWKS,
  });
  const schema = buildSubgraph(subgraph);
  const formatError = createErrorFormatter(log);
  const apollo = new ApolloServer<RequestContext<Store>>({
    schema,
    introspection: config.NODE_ENV !== 'production',
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    formatError,
    plugins: [
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  app.addHook('preHandler', (request, _reply, done) => {
    const budget = Number(request.headers['x-deadline-ms']);
    withDeadline(Date.now() + (budget > 0 && budget < requestBudgetMs ? budget : requestBudgetMs), done);
  });
  const answer = fastifyApolloHandler(apollo, {
    async context({ headers, body }) {
      const header = headers[assertionHeader];
      const caller = asksOnlyForTheSchema(body, header)
        ? { scopes: new Set<string>() }
        : await verify(Array.isArray(header) ? undefined : header);
      return { caller, language: languageOf(headers['accept-language']), store: subgraph.openStore(db, caller) };
    },
  });
  const stream = openSubscriptions(app, { subgraph, schema, db, verify, formatError }, config, log);
  app.route({
    method: 'POST',
    url: '/graphql',
    handler(request, reply) {
      if (stream && acceptsEventStream(request.headers.accept)) return stream(request, reply);
      return answer.call(this, request, reply);
    },
  });
}

/** Subscriptions, for a subgraph that announces changes. */
function openSubscriptions<Database, Store>(
  app: FastifyInstance,
  options: Omit<SubscriptionServerOptions<Database, Store>, 'feed'>,
  { DATABASE_URL }: SubgraphConfig,
  log: Logger,
) {
  const { subgraph, db } = options;
  if (!subgraph.announcements) return undefined;
  const feed = new ChangeFeed<Database>({
    announcements: subgraph.announcements,
    db,
    url: DATABASE_URL,
    applicationName: subgraph.name,
    onProblem: (err) => log.warn({ err }, 'the connection that listens for changes was lost'),
  });
  // Streams do not end by themselves, and closing waits for them.
  app.addHook('preClose', () => feed.close());
  return createSubscriptionServer({ ...options, feed });
}

/** Runs a subgraph as a process: serves until SIGTERM, SIGINT or the end of the process that started it. */
export async function serve<Database, Store>(
  subgraph: Subgraph<Database, Store>,
  config: SubgraphConfig,
  options: ServeOptions<Database> = {},
): Promise<void> {
  const running = await startSubgraph(subgraph, config, options);
  closeOnSignals(running.shutdown, running.log);
  process.send?.({ ready: running.url });
}
