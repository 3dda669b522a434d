import { LRUCache } from 'lru-cache';
import type { SharedRedis } from '../sharing/redis.ts';
import { operationHash } from './operation-hash.ts';
import type { OperationRegistry, Registration } from './registered-operations.ts';

/** How long a gateway goes on knowing an operation, and not knowing one, without asking; milliseconds. */
const KNOWN_MS = 10_000;
const UNKNOWN_MS = 2_000;
const MOST_CHARACTERS = 16_000_000;
const NOT_REGISTERED = '';

const REGISTER = `
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
redis.call('SADD', KEYS[2], ARGV[1] .. ' ' .. ARGV[2])
return 1
`;

const REMOVE = `
local gone, still = {}, {}
for _, entry in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  local client, hash = string.match(entry, '^(%S+) (%S+)$')
  if client == ARGV[1] then
    gone[#gone + 1] = hash
    redis.call('SREM', KEYS[2], entry)
  else
    still[hash] = true
  end
end
for _, hash in ipairs(gone) do
  if not still[hash] then redis.call('HDEL', KEYS[1], hash) end
end
return #gone
`;

const FIND = `return redis.call('HGET', KEYS[1], ARGV[1])`;
const LIST = `return redis.call('SMEMBERS', KEYS[1])`;

/** Operations in the Redis that gateways share. What was found stays known while Redis cannot be reached. */
export class OperationsInRedis implements OperationRegistry {
  private readonly redis: SharedRedis;
  private readonly texts: string;
  private readonly clients: string;
  private readonly found = new LRUCache<string, string>({
    ttl: KNOWN_MS,
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (text) => text.length + 100,
    allowStale: true,
    noDeleteOnStaleGet: true,
  });

  constructor(redis: SharedRedis) {
    this.redis = redis;
    this.texts = redis.key('operations', 'texts');
    this.clients = redis.key('operations', 'clients');
  }

  find(hash: string): string | undefined | Promise<string | undefined> {
    if (this.found.getRemainingTTL(hash) > 0) return this.found.get(hash) || undefined;
    return this.ask(hash);
  }

  async register(client: string, texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      await this.redis.script(REGISTER, [this.texts, this.clients], [client, operationHash(text), text]);
    }
  }

  async remove(client: string): Promise<number> {
    return Number(await this.redis.script(REMOVE, [this.texts, this.clients], [client]));
  }

  async list(): Promise<Registration[]> {
    const entries = await this.redis.script(LIST, [this.clients], []);
    if (!Array.isArray(entries)) return [];
    return entries.map((entry) => {
      const [client = '', hash = ''] = String(entry).split(' ');
      return { client, hash };
    });
  }

  private async ask(hash: string): Promise<string | undefined> {
    try {
      const text = await this.redis.script(FIND, [this.texts], [hash]);
      const known = typeof text === 'string' && operationHash(text) === hash ? text : NOT_REGISTERED;
      this.found.set(hash, known, { ttl: known === NOT_REGISTERED ? UNKNOWN_MS : KNOWN_MS });
      return known || undefined;
    } catch {
      return this.found.get(hash) || undefined;
    }
  }
}
