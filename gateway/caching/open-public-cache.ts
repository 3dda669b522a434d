import type { SharedRedis } from '../sharing/redis.ts';
import { PublicCache, type Lookups } from './public-cache.ts';
import type { CachingSettings } from './settings.ts';
import { StoreInMemory } from './store-in-memory.ts';
import { StoreInRedis } from './store-in-redis.ts';

/** The cache of public data as it was configured; undefined when it is off. */
export function openPublicCache(
  { PUBLIC_CACHE, PUBLIC_CACHE_BYTES }: CachingSettings,
  redis: SharedRedis | undefined,
  onLookups: (lookups: Lookups) => void,
): PublicCache | undefined {
  if (!PUBLIC_CACHE) return undefined;
  return new PublicCache(redis ? new StoreInRedis(redis) : new StoreInMemory(PUBLIC_CACHE_BYTES), onLookups);
}
