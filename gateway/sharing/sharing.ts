import type { Logger } from '../../platform/log.ts';
import type { Shutdown } from '../../platform/shutdown.ts';
import { QuotasInMemory } from './quotas-in-memory.ts';
import { QuotasInRedis } from './quotas-in-redis.ts';
import { quotasWithFallback } from './quotas-with-fallback.ts';
import type { Quotas } from './quotas.ts';
import { openRedis, type SharedRedis } from './redis.ts';

/** The state that several gateways have in common; with one gateway, its own. */
export interface Sharing {
  quotas: Quotas;
  /** Undefined without `REDIS_URL`. */
  redis: SharedRedis | undefined;
}

/** Opens the shared state; without a URL it is in memory. */
export function openSharing(redisUrl: string | undefined, log: Logger, shutdown: Shutdown): Sharing {
  const own = new QuotasInMemory();
  if (redisUrl === undefined) return { quotas: own, redis: undefined };
  const redis = openRedis(redisUrl, log);
  shutdown.onClose(() => redis.close());
  return { quotas: quotasWithFallback(new QuotasInRedis(redis), own), redis };
}
