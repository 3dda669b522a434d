import { readFile } from 'node:fs/promises';
import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../platform/log.ts';
import { projectFile } from '../platform/project-root.ts';
import { StartError } from '../platform/run-process.ts';
import { createShutdown, type Shutdown } from '../platform/shutdown.ts';
import { authorization } from './auth/authorization/authorize-operation.ts';
import { anonymous } from './auth/caller.ts';
import { createAssertionSigner, readSigningKey, type AssertionSigner } from './auth/caller-assertion.ts';
import { publishAssertionKeys } from './auth/publish-keys.ts';
import { openSessions } from './auth/sessions/open-sessions.ts';
import type { TokenVerifier } from './auth/verify-token.ts';
import { answerAge } from './caching/answer-age.ts';
import { invalidationEndpoint } from './caching/invalidation-endpoint.ts';
import { openPublicCache } from './caching/open-public-cache.ts';
import type { PublicCache } from './caching/public-cache.ts';
import type { PublicData } from './caching/public-data.ts';
import type { GatewayConfig } from './config.ts';
import { createEngine } from './execution/engine.ts';
import { createReferenceEngine, type ServingEngine } from './execution/reference-engine.ts';
import { createContextReader, createHeaderWriter, type GatewayContext } from './http/context.ts';
import { mountGraphql } from './http/mount-graphql.ts';
import { openServer } from './http/open-server.ts';
import { costBudgetInMemory } from './limits/cost-budget.ts';
import { limitsPlugin } from './limits/limits-plugin.ts';
import { openPersistedOperations } from './persisted-operations/persisted-operations.ts';
import { playground } from './playground/playground.ts';
import { drainOnClose } from './resilience/drain.ts';
import { openTransport } from './resilience/open-transport.ts';
import { RateLimiter, withinRates } from './sharing/rate-limits.ts';
import { sharedCostBudget } from './sharing/shared-cost-budget.ts';
import { openSharing, type Sharing } from './sharing/sharing.ts';
import { onlySubscriptionsStream } from './subscriptions/only-subscriptions.ts';
import type { Subscriptions, SubscriptionSettings } from './subscriptions/subscriptions.ts';
import { openSource, routingHosts } from './supergraph/open-source.ts';
import type { RoutingHosts } from '../platform/routing-hosts.ts';
import { mountHealth } from './telemetry/health.ts';
import { openTelemetry, type GatewayTelemetry } from './telemetry/telemetry.ts';
import { openUsage } from './usage/open-usage.ts';

export interface RunningGateway {
  url: string;
  shutdown: Shutdown;
  /** Undefined where none are offered (ENGINE=reference). */
  subscriptions: Subscriptions | undefined;
}

/** Starts the gateway: its parts in the order in which a request meets them. */
export async function startGateway(config: GatewayConfig, log: Logger): Promise<RunningGateway> {
  const shutdown = createShutdown((err) => log.error({ err }, 'closing failed'));
  const app = await openServer(
    {
      corsOrigins: config.CORS_ORIGINS,
      trustedProxies: config.TRUSTED_PROXIES,
      maxInFlight: config.MAX_IN_FLIGHT,
      webSockets: config.ENGINE === 'compiled',
    },
    log,
  );
  const telemetry = await startTelemetry(config, log, shutdown);
  telemetry.observe(app);
  const sharing = openSharing(config.REDIS_URL, log, shutdown);
  const operations = await openPersistedOperations(
    { mode: config.OPERATIONS, folder: config.OPERATIONS_DIR, redis: sharing.redis },
    log,
    shutdown,
  );
  const headersFor = createHeaderWriter(await openSigner(config, app));
  const cache = openPublicCache(config, sharing.redis, telemetry.onLookups);
  if (cache && config.CACHE_INVALIDATION_TOKEN !== undefined) {
    telemetry.routes.set('/cache/invalidate', invalidationEndpoint(cache, config.CACHE_INVALIDATION_TOKEN));
  }
  const hosts = routingHosts(config);
  const engine = await openEngine(config, { headersFor, cache, telemetry, hosts, log });
  telemetry.watchCaches(() => ({ ...engine.cacheSizes?.(), ...(cache && { 'public data': cache.size().entries }) }));
  const sessions = await openSessions(app, config, { redis: sharing.redis, log, shutdown });
  const tokens = sessions?.tokens;
  const limiter = new RateLimiter(config.RATE_LIMITS, sharing.quotas);
  const readContext = telemetry.recorded(
    withinRates(createContextReader(tokens, anonymous, config.REQUEST_BUDGET_MS), limiter),
  );
  const subscriptions = subscriptionSettings(config, {
    engine,
    headersFor,
    readContext,
    admit: (requester) => limiter.admit(requester),
    observer: telemetry.streams,
    tokens,
    hosts,
    log,
  });
  const mounted = await mountGraphql(app, {
    engine,
    config,
    stages: [
      operations.stage,
      ...openStages(config, engine, telemetry, sharing),
      answerAge(),
      ...openUsage(config, log, shutdown),
      telemetry.stage,
    ],
    operations,
    readContext,
    subscriptions,
    log,
    shutdown,
  });
  sessions?.onEnd((concerns) => mounted?.endSessions(concerns));
  mountHealth(app, {
    shutdown,
    supergraph: () => engine.supergraph(),
    hasKeys: () => tokens?.isReady() ?? Promise.resolve(true),
  });
  if (config.PLAYGROUND) await mountPlayground(app, config);
  drainOnClose(app, shutdown);
  const url = await app.listen({ port: config.PORT, host: config.HOST });
  return { url, shutdown, subscriptions: mounted };
}

interface EngineParts {
  headersFor: HeaderWriter;
  cache: PublicCache | undefined;
  telemetry: GatewayTelemetry;
  hosts: RoutingHosts | undefined;
  log: Logger;
}

async function openEngine(
  config: GatewayConfig,
  { headersFor, cache, telemetry, hosts, log }: EngineParts,
): Promise<ServingEngine> {
  let serving: ServingEngine | undefined;
  const common = {
    supergraph: openSource(config, log, () => serving),
    subgraphUrls: config.SUBGRAPH_URLS,
    headersFor,
  };
  if (config.ENGINE === 'reference') {
    return (serving = await createReferenceEngine({ ...common, onUnprotected: () => warnUnprotected(config, log) }));
  }
  const authorizes = authorization();
  return (serving = createEngine({
    ...common,
    transport: telemetry.transport(openTransport(log, hosts)),
    planner: config.PLANNER,
    publicData: cache && publicData(cache, headersFor),
    authorize: (supergraph) => {
      const authorize = authorizes(supergraph);
      return (document, operation, context) => authorize(document, operation, context as GatewayContext);
    },
    onEvent: telemetry.onEvent,
  }));
}

/** What is asked for everybody is asked as nobody. */
function publicData(cache: PublicCache, headersFor: HeaderWriter): PublicData {
  return {
    cache,
    headersFor(subgraph, context) {
      const asNobody: GatewayContext = { ...(context as GatewayContext), caller: anonymous };
      return headersFor(subgraph, asNobody);
    },
    isFromNobody: (context) => (context as GatewayContext).caller.key === anonymous.key,
  };
}

/** No security directive is ever ignored silently. */
function warnUnprotected(config: GatewayConfig, log: Logger): void {
  const message =
    'ENGINE=reference does not enforce @authenticated, @requiresScopes and @policy, which the supergraph uses';
  if (config.NODE_ENV === 'production')
    throw new StartError(`${message}. It is for comparisons; leave ENGINE unset in production.`);
  log.warn(message);
}

async function openSigner(config: GatewayConfig, app: FastifyInstance): Promise<AssertionSigner | undefined> {
  if (!config.ASSERTION_KEY || !config.SECTOR_SECRET) return undefined;
  const key = await readSigningKey(config.ASSERTION_KEY);
  publishAssertionKeys(app, key);
  return createAssertionSigner({ key, issuer: config.ASSERTION_ISSUER, sectorSecret: config.SECTOR_SECRET });
}

type HeaderWriter = ReturnType<typeof createHeaderWriter>;

/** The reference engine has no subscriptions. */
function subscriptionSettings(
  config: GatewayConfig,
  parts: Pick<SubscriptionSettings, 'engine' | 'headersFor' | 'readContext' | 'admit' | 'observer' | 'hosts'> & {
    tokens: TokenVerifier | undefined;
    log: Logger;
  },
): SubscriptionSettings | undefined {
  if (config.ENGINE === 'reference') return undefined;
  const { tokens, log, ...others } = parts;
  return {
    ...others,
    budgetMs: config.REQUEST_BUDGET_MS,
    limits: { perCaller: config.SUBSCRIPTIONS_PER_CALLER, total: config.SUBSCRIPTIONS_TOTAL },
    protocols: config.SUBSCRIPTION_PROTOCOLS,
    verify: (authorization) => tokens?.verify(authorization) ?? Promise.resolve(anonymous),
    origins: config.CORS_ORIGINS,
    onFailure: (err) => log.warn({ err }, 'the events of a subscription failed'),
  };
}

/** What every operation passes besides Apollo Server's own steps (see `stages` in http/mount-graphql.ts). */
function openStages(
  config: GatewayConfig,
  engine: ServingEngine,
  telemetry: GatewayTelemetry,
  { quotas, redis }: Sharing,
): ApolloServerPlugin<GatewayContext>[] {
  return [
    limitsPlugin<GatewayContext>({
      limits: config.LIMITS,
      supergraph: () => engine.supergraph(),
      budget: redis
        ? sharedCostBudget(config.LIMITS.costPerMinute, quotas)
        : costBudgetInMemory(config.LIMITS.costPerMinute),
      payer: ({ caller, address }) => caller.citizen?.subject ?? address,
      onCost: telemetry.onCost,
      showsCost: config.NODE_ENV === 'development',
    }),
    onlySubscriptionsStream(),
  ];
}

/** Operations of the project's own pages are shown by name. */
async function startTelemetry(config: GatewayConfig, log: Logger, shutdown: Shutdown): Promise<GatewayTelemetry> {
  return openTelemetry({ settings: config, log, registered: [await accountOperation()] }, shutdown.onClose);
}

const accountOperation = () => readFile(projectFile('schema', 'operations', 'account.graphql'), 'utf8');

async function mountPlayground(app: FastifyInstance, config: GatewayConfig): Promise<void> {
  const document = await accountOperation();
  await app.register(playground, {
    directory: projectFile('dist', 'playground'),
    ...(config.ISSUER ? { issuer: config.ISSUER } : {}),
    clientId: 'playground',
    scopes: config.ISSUER ? loginScopes : [],
    operations: [{ name: 'Account', document }],
  });
}

/** What the playground asks for at login: all that a citizen may do. */
const loginScopes = ['profile', 'appointments', 'vehicles', 'payments'].flatMap((area) => [
  `${area}:read`,
  `${area}:write`,
]);
