import fastify from 'fastify';
import type { Kysely } from 'kysely';
import type { JWK } from 'jose';
import { readFile } from 'node:fs/promises';
import { closerOf } from '../../platform/close-server.ts';
import { connectDatabase, isReachable } from '../../platform/database/connect.ts';
import { migrate } from '../../platform/database/migrate.ts';
import { createLogger, type Logger } from '../../platform/log.ts';
import { createShutdown, type Shutdown } from '../../platform/shutdown.ts';
import { adminResolvers } from './api/resolvers.ts';
import { mountArtifacts } from './cdn/artifacts.ts';
import { createComposer } from './composition/composer.ts';
import type { RegistryConfig } from './config.ts';
import { answerRefusals } from './http/answer-refusals.ts';
import { mountGraphql } from './http/graphql-endpoint.ts';
import { createSealer } from './launch/seal.ts';
import { Turns } from './launch/turns.ts';
import { LaunchFeed } from './push/launch-feed.ts';
import { mountPush } from './push/mount-push.ts';
import type { Registry } from './registry.ts';
import { roverResolvers } from './rover/resolvers.ts';
import type { Db, RegistryDatabase } from './storage/database.ts';
import { migrations } from './storage/migrations/index.ts';
import { takeFirstTokens } from './storage/first-tokens.ts';
import { uplinkResolvers } from './uplink/resolvers.ts';
import { mountPage } from './page/mount-page.ts';
import { createPageSessions } from './page/session.ts';
import { mountUsage } from './usage/mount-usage.ts';
import { startWebhookDelivery } from './webhooks/deliver-webhooks.ts';

export interface RunningRegistry {
  url: string;
  registry: Registry;
  shutdown: Shutdown;
  log: Logger;
  close(): Promise<void>;
}

/** A body is an SDL of a megabyte, escaped as JSON, and what a client adds to it. */
const largestBody = 2_621_440;

/** Loading a worker takes a second of a processor, which those who start beside the registry want first. */
const warmAfterMs = 5_000;

/** Starts the registry: database, migrations, its APIs. */
export async function startRegistry(config: RegistryConfig, clock = () => new Date()): Promise<RunningRegistry> {
  const log = createLogger({ process: 'registry', level: config.LOG_LEVEL });
  const shutdown = createShutdown((err) => log.error({ err }, 'closing failed'));
  const db = await openDatabase(config, log);
  shutdown.onClose(() => db.destroy());
  await takeFirstTokens(db, config, clock());
  const composer = createComposer({
    timeoutMs: config.COMPOSITION_TIMEOUT_MS,
    memoryMb: config.COMPOSITION_MEMORY_MB,
    workers: config.COMPOSITION_WORKERS,
  });
  shutdown.onClose(() => composer.close());
  const warming = setTimeout(() => {
    composer.warm().catch((err: unknown) => log.error({ err }, 'no worker could be started'));
  }, warmAfterMs).unref();
  shutdown.onClose(() => clearTimeout(warming));
  const turns = new Turns({
    url: config.DATABASE_URL,
    onProblem: (err) => log.warn({ err }, 'a change goes on without its turn'),
  });
  shutdown.onClose(() => turns.close());
  const registry: Registry = {
    db,
    composer,
    turns,
    clock,
    sealer: await createSealer(await readKey(config.REGISTRY_SIGNING_KEY)),
    rules: rulesOf(config),
    publicUrl: config.REGISTRY_PUBLIC_URL?.replace(/\/$/, '') ?? '',
  };
  const app = await buildServer(registry, config, log, shutdown);
  const close = closerOf(app);
  const url = await app.listen({ port: config.PORT, host: config.HOST });
  if (!config.REGISTRY_PUBLIC_URL) registry.publicUrl = url;
  shutdown.onClose(close);
  log.info({ url }, 'listening');
  return { url, registry, shutdown, log, close: () => shutdown.close() };
}

async function buildServer(
  registry: Registry,
  { DATABASE_URL, REGISTRY_SIGNING_KEY }: RegistryConfig,
  log: Logger,
  shutdown: Shutdown,
) {
  const app = fastify({ bodyLimit: largestBody, forceCloseConnections: 'idle', keepAliveTimeout: 75_000 });
  answerRefusals(app, log);
  const graphql = (path: string, schemaFile: string, resolvers: typeof roverResolvers) =>
    mountGraphql(app, registry, log, { path, schemaFile: `schema/registry/${schemaFile}`, resolvers });
  await graphql('/rover', 'rover/rover.graphql', roverResolvers);
  await graphql('/uplink', 'uplink/uplink.graphql', uplinkResolvers);
  const ask = await graphql('/graphql', 'api/admin.graphql', adminResolvers);
  const sessions = createPageSessions(await readKey(REGISTRY_SIGNING_KEY), registry.clock);
  await mountPage(app, { registry, sessions, ask, home: 'amtgraph@prod' });
  mountArtifacts(app, registry);
  mountUsage(app, registry);
  const webhooks = startWebhookDelivery({
    db: registry.db,
    clock: registry.clock,
    allowedHosts: registry.rules.allowedHosts,
    onProblem: (err) => log.error({ err }, 'webhooks could not be sent'),
  });
  shutdown.onClose(() => webhooks.close());
  const feed = new LaunchFeed({
    db: registry.db,
    databaseUrl: DATABASE_URL,
    onProblem: (err) => log.warn({ err }, 'the connection that listens for launches was lost'),
    onLaunch: () => webhooks.wake(),
  });
  mountPush(app, registry, feed);
  app.get('/.well-known/jwks.json', () => registry.sealer.jwks);
  app.get('/health', () => ({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    const ready = !shutdown.isClosing && (await isReachable(registry.db));
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  return app;
}

async function openDatabase({ DATABASE_URL }: RegistryConfig, log: Logger): Promise<Db> {
  const db: Kysely<RegistryDatabase> = connectDatabase<RegistryDatabase>({
    url: DATABASE_URL,
    schema: 'registry',
    applicationName: 'registry',
    onError: (err) => log.warn({ err }, 'the connection to the database was lost'),
  });
  const applied = await migrate(db, 'registry', migrations);
  if (applied.length > 0) log.info({ applied }, 'migrated');
  return db;
}

async function readKey(url: string): Promise<JWK> {
  if (new URL(url).protocol === 'file:') return JSON.parse(await readFile(new URL(url), 'utf8')) as JWK;
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) });
  return (await response.json()) as JWK;
}

function rulesOf(config: RegistryConfig): Registry['rules'] {
  return {
    publicRootFields: config.PUBLIC_ROOT_FIELDS,
    allowedHosts: config.ALLOWED_HOSTS,
    minimalUsage: { requests: config.MINIMAL_USAGE_REQUESTS, percent: config.MINIMAL_USAGE_PERCENT },
    usageDays: config.USAGE_DAYS,
  };
}
