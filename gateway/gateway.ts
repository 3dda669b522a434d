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
import { createTokenVerifier, type TokenVerifier } from './auth/verify-token.ts';
import type { GatewayConfig } from './config.ts';
import { createEngine, type EngineEvent } from './execution/engine.ts';
import { createReferenceEngine, type ServingEngine } from './execution/reference-engine.ts';
import { createContextReader, createHeaderWriter, type GatewayContext } from './http/context.ts';
import { mountGraphql } from './http/mount-graphql.ts';
import { openServer } from './http/open-server.ts';
import { costBudgetInMemory } from './limits/cost-budget.ts';
import { limitsPlugin } from './limits/limits-plugin.ts';
import { playground } from './playground/playground.ts';
import { openTransport } from './resilience/open-transport.ts';
import { supergraphFromFile } from './supergraph/supergraph-from-file.ts';

export interface RunningGateway {
  url: string;
  shutdown: Shutdown;
}

/** Starts the gateway: its parts in the order in which a request meets them. */
export async function startGateway(config: GatewayConfig, log: Logger): Promise<RunningGateway> {
  const shutdown = createShutdown((err) => log.error({ err }, 'closing failed'));
  const app = await openServer(
    { corsOrigins: config.CORS_ORIGINS, trustedProxies: config.TRUSTED_PROXIES, maxInFlight: config.MAX_IN_FLIGHT },
    log,
  );
  const engine = await openEngine(config, log);
  const readContext = createContextReader(openTokens(config, shutdown), anonymous);
  await mountGraphql(app, { engine, config, stages: openStages(config, engine), readContext, log, shutdown });
  mountHealth(app, shutdown);
  if (config.PLAYGROUND) await mountPlayground(app, config);
  const url = await app.listen({ port: config.PORT, host: config.HOST });
  shutdown.onClose(() => app.close());
  return { url, shutdown };
}

async function openEngine(config: GatewayConfig, log: Logger): Promise<ServingEngine> {
  const common = {
    supergraph: supergraphFromFile(config.SUPERGRAPH_FILE, {
      onProblem: (err) => log.error({ err }, 'the supergraph file cannot be used'),
    }),
    subgraphUrls: config.SUBGRAPH_URLS,
    headersFor: createHeaderWriter(await openSigner(config)),
  };
  if (config.ENGINE === 'reference') {
    return createReferenceEngine({ ...common, onUnprotected: () => warnUnprotected(config, log) });
  }
  const authorizes = authorization();
  return createEngine({
    ...common,
    transport: openTransport(log),
    planner: config.PLANNER,
    authorize: (supergraph) => {
      const authorize = authorizes(supergraph);
      return (document, operation, context) => authorize(document, operation, context as GatewayContext);
    },
    onEvent: (event) => logEvent(log, event),
  });
}

/** No security directive is ever ignored silently. */
function warnUnprotected(config: GatewayConfig, log: Logger): void {
  const message =
    'ENGINE=reference does not enforce @authenticated, @requiresScopes and @policy, which the supergraph uses';
  if (config.NODE_ENV === 'production')
    throw new StartError(`${message}. It is for comparisons; leave ENGINE unset in production.`);
  log.warn(message);
}

async function openSigner(config: GatewayConfig): Promise<AssertionSigner | undefined> {
  if (!config.ASSERTION_KEY || !config.SECTOR_SECRET) return undefined;
  const key = await readSigningKey(config.ASSERTION_KEY);
  return createAssertionSigner({ key, issuer: config.ASSERTION_ISSUER, sectorSecret: config.SECTOR_SECRET });
}

/** What every operation passes besides Apollo Server's own steps (see `stages` in http/mount-graphql.ts). */
function openStages(config: GatewayConfig, engine: ServingEngine): ApolloServerPlugin<GatewayContext>[] {
  return [
    limitsPlugin<GatewayContext>({
      limits: config.LIMITS,
      supergraph: () => engine.supergraph(),
      budget: costBudgetInMemory(config.LIMITS.costPerMinute),
      payer: ({ caller, address }) => caller.citizen?.subject ?? address,
      showsCost: config.NODE_ENV === 'development',
    }),
  ];
}

function openTokens({ ISSUER, TOKEN_AUDIENCE }: GatewayConfig, shutdown: Shutdown): TokenVerifier | undefined {
  if (!ISSUER) return undefined;
  const tokens = createTokenVerifier({ issuer: ISSUER, audience: TOKEN_AUDIENCE });
  shutdown.onClose(() => tokens.close());
  return tokens;
}

/** Alive, and able to serve: a balancer stops sending when `/ready` says so, before connections close. */
function mountHealth(app: FastifyInstance, shutdown: Shutdown): void {
  app.get('/health', () => ({ status: 'ok' }));
  app.get('/ready', (_request, reply) =>
    reply.status(shutdown.isClosing ? 503 : 200).send({ status: shutdown.isClosing ? 'stopping' : 'ready' }),
  );
}

async function mountPlayground(app: FastifyInstance, config: GatewayConfig): Promise<void> {
  const document = await readFile(projectFile('schema', 'operations', 'account.graphql'), 'utf8');
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

function logEvent(log: Logger, event: EngineEvent): void {
  if (event.kind === 'swapped')
    log.info({ hash: event.hash, ms: Math.round(event.ms), warmed: event.warmed }, 'a supergraph took over');
  if (event.kind === 'swap-refused') log.error({ err: event.error }, 'a supergraph was refused, the one before stays');
  if (event.kind === 'fetched' && event.failure)
    log.warn({ subgraph: event.subgraph, ...event.failure }, 'a subgraph failed');
}
