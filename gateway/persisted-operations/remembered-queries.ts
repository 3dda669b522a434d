import { LRUCache } from 'lru-cache';
import type { SharedRedis } from '../sharing/redis.ts';
import type { RegisteredOperations } from './registered-operations.ts';

/** What one gateway remembers, in characters, and what Redis remembers, in operations and seconds. */
const MOST_CHARACTERS = 16_000_000;
const MOST_SHARED = 10_000;
const SHARED_SECONDS = 86_400;

/** Keeps one more text, and forgets those that came first when there are too many. */
const REMEMBER = `
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], KEYS[1])
local beyond = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[4])
if beyond > 0 then
  for _, key in ipairs(redis.call('ZRANGE', KEYS[2], 0, beyond - 1)) do redis.call('DEL', key) end
  redis.call('ZREMRANGEBYRANK', KEYS[2], 0, beyond - 1)
end
return 1
`;

/**
 * The texts behind Apollo Server's automatic persisted queries: those that are registered, and those that clients sent with their hash. Apollo
 * Server checks the hash and stores nothing that was refused. Threat: memory filled with texts nobody asks for. Rule: both stores are bounded.
 */
export class RememberedQueries {
  private readonly registered: RegisteredOperations;
  private readonly redis: SharedRedis | undefined;
  private readonly own = new LRUCache<string, string>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (text) => text.length + 100,
  });

  constructor(registered: RegisteredOperations, redis: SharedRedis | undefined) {
    this.registered = registered;
    this.redis = redis;
  }

  /** @param key the hash, with a prefix of Apollo Server's */
  async get(key: string): Promise<string | undefined> {
    const known = (await this.registered.find(key.slice(key.lastIndexOf(':') + 1))) ?? this.own.get(key);
    if (known !== undefined || !this.redis) return known;
    try {
      const shared = await this.redis.get(this.keyOf(key));
      if (shared !== null) this.own.set(key, shared);
      return shared ?? undefined;
    } catch {
      return undefined;
    }
  }

  async set(key: string, text: string): Promise<void> {
    if (this.own.get(key) === text) return;
    this.own.set(key, text);
    if (!this.redis) return;
    try {
      await this.redis.script(
        REMEMBER,
        [this.keyOf(key), this.redis.key('remembered')],
        [text, String(SHARED_SECONDS), String(Date.now()), String(MOST_SHARED)],
      );
    } catch {
      // This gateway knows it; the others are told by the client.
    }
  }

  async delete(key: string): Promise<void> {
    this.own.delete(key);
    await Promise.resolve();
  }

  private keyOf(key: string): string {
    return this.redis!.key('remembered', key);
  }
}
