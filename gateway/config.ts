import { z } from 'zod';
import { anyUrl, common, flag, httpUrl, list, pairs, port, secret } from '../platform/config/fields.ts';
import { ConfigurationError, readConfig } from '../platform/config/read-config.ts';
import { cachingEnvironment } from './caching/settings.ts';
import { completeLimits, limitsSetting } from './limits/limits-setting.ts';
import { operationsModes } from './persisted-operations/operations-mode.ts';
import { completeRates, rateLimitsSetting } from './sharing/rate-limits.ts';
import { registryProblems, supergraphEnvironment } from './supergraph/settings.ts';
import { telemetryEnvironment } from './telemetry/settings.ts';
import { usageEnvironment } from './usage/settings.ts';

const count = (usual: number) =>
  z.coerce.number({ error: 'expected a whole number above 0' }).int().positive().default(usual);

const eventProtocols = pairs.refine(
  (given) => Object.values(given).every((protocol) => ['sse', 'ws'].includes(protocol)),
  {
    error: 'expected name=sse or name=ws',
  },
);

const environment = {
  ...common,
  PORT: port(4000),
  HOST: z.string().default('127.0.0.1'),
  ...supergraphEnvironment,
  /** `name=url` pairs that take the place of routing URLs in the supergraph. */
  SUBGRAPH_URLS: pairs,
  /** `compiled` is the gateway's own engine, `reference` is @apollo/gateway. */
  ENGINE: z.enum(['compiled', 'reference'], { error: 'expected compiled or reference' }).default('compiled'),
  PLANNER: z.enum(['auto', 'hive', 'apollo'], { error: 'expected auto, hive or apollo' }).default('auto'),
  /** OIDC issuer whose access tokens are accepted; without it every caller is anonymous. */
  ISSUER: httpUrl.optional(),
  /** The `aud` that access tokens carry. */
  TOKEN_AUDIENCE: z.string().default('amtgraph-gateway'),
  /** Seconds that an access token may be good for; the end of a session is remembered for so long. */
  LONGEST_TOKEN_LIFE: count(3_600),
  /** Clients of the issuer that citizens log in with: the `aud` of its logout tokens. */
  LOGIN_CLIENTS: list.default(['playground', 'amtgraph-cli']),
  /** URL of a private JWK (Ed25519) that signs caller assertions; without it subgraphs get none. */
  ASSERTION_KEY: anyUrl.optional(),
  ASSERTION_ISSUER: z.string().default('amtgraph-gateway'),
  /** From which sector identifiers are derived (docs/decisions/001). */
  SECTOR_SECRET: secret.optional(),
  CORS_ORIGINS: list,
  /** Addresses or networks of proxies whose `X-Forwarded-For` says where a request comes from. */
  TRUSTED_PROXIES: list,
  /** Milliseconds that a request may take, all subgraphs together. */
  REQUEST_BUDGET_MS: count(5_000),
  /** Requests that are worked on at a time; more are turned away with 503. */
  MAX_IN_FLIGHT: count(1_000),
  /** `name=number` pairs in place of defaults in limits/limits.ts. */
  LIMITS: limitsSetting,
  /** `name=number` pairs: requests a minute of one address, citizen or client (sharing/rate-limits.ts). */
  RATE_LIMITS: rateLimitsSetting,
  /** Redis or Valkey that several gateways share; without it each has its own state. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/.+/, 'expected a URL such as redis://host:6379')
    .optional(),
  /** Which operations are answered (persisted-operations/operations-mode.ts). */
  OPERATIONS: z.enum(operationsModes, { error: 'expected open, persisted or trusted' }).default('persisted'),
  /** Folder of registered operations; without it they are in Redis. */
  OPERATIONS_DIR: z.string().optional(),
  /** `name=ws` for subgraphs that send events over WebSockets; all others send them over Server-Sent Events. */
  SUBSCRIPTION_PROTOCOLS: eventProtocols,
  /** Open subscriptions of one citizen, or of one address for those who are not logged in. */
  SUBSCRIPTIONS_PER_CALLER: count(20),
  /** Open subscriptions of everybody. */
  SUBSCRIPTIONS_TOTAL: count(10_000),
  ...cachingEnvironment,
  ...telemetryEnvironment,
  ...usageEnvironment,
  PLAYGROUND: flag(false),
  INTROSPECTION: flag(false),
};

export type GatewayConfig = ReturnType<typeof readGatewayConfig>;

/**
 * Reads the gateway's configuration.
 * @throws ConfigurationError with everything that is wrong
 */
export function readGatewayConfig() {
  const config = readConfig('gateway', environment, process.env);
  if ((config.ASSERTION_KEY === undefined) !== (config.SECTOR_SECRET === undefined)) {
    throw new ConfigurationError('gateway', [
      'ASSERTION_KEY and SECTOR_SECRET go together: set both, or neither for a gateway whose callers are all anonymous.',
    ]);
  }
  const problems = registryProblems(config);
  if (problems.length > 0) throw new ConfigurationError('gateway', problems);
  if (config.OPERATIONS === 'trusted' && config.OPERATIONS_DIR === undefined && config.REDIS_URL === undefined) {
    throw new ConfigurationError('gateway', [
      'OPERATIONS=trusted needs OPERATIONS_DIR or REDIS_URL: where registered operations are found.',
    ]);
  }
  if (config.ISSUER && !config.ASSERTION_KEY) {
    throw new ConfigurationError('gateway', [
      'ISSUER needs ASSERTION_KEY and SECTOR_SECRET: without them subgraphs cannot know who asks.',
    ]);
  }
  if (config.CACHE_INVALIDATION_TOKEN !== undefined && config.METRICS_PORT === undefined) {
    throw new ConfigurationError('gateway', [
      'CACHE_INVALIDATION_TOKEN needs METRICS_PORT: the cache is invalidated on the operations port, never on the public one.',
    ]);
  }
  const tellsCallersApart = config.ISSUER !== undefined;
  return {
    ...config,
    LIMITS: completeLimits(config.LIMITS, tellsCallersApart),
    RATE_LIMITS: completeRates(config.RATE_LIMITS, tellsCallersApart),
  };
}
