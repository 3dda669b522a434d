import { hash } from 'node:crypto';
import { QUOTA_WINDOW_MS, secondsUntilFits, type Claim, type Overdrawn, type Quotas } from './quotas.ts';
import type { SharedRedis } from './redis.ts';

/**
 * Looks whether all claims fit and takes them, in one step that nobody comes in between. The clock is that of Redis, so that gateways need
 * not agree on the time. The answer is empty, or says which claim did not fit and what was taken.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local size = tonumber(ARGV[1])
local window = math.floor(now / size)
local elapsed = now % size
local after = {}
for i, key in ipairs(KEYS) do
  local allowed, amount = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local kept = redis.call('HMGET', key, 'window', 'current', 'previous')
  local known, current, previous = tonumber(kept[1]), tonumber(kept[2]) or 0, tonumber(kept[3]) or 0
  if known ~= window then
    previous = known == window - 1 and current or 0
    current = 0
  end
  if previous * (size - elapsed) > (allowed - current - amount) * size then
    return { tostring(i), tostring(previous), tostring(current), tostring(elapsed) }
  end
  after[i] = { current + amount, previous }
end
for i, key in ipairs(KEYS) do
  redis.call('HSET', key, 'window', window, 'current', after[i][1], 'previous', after[i][2])
  redis.call('PEXPIRE', key, 2 * size)
end
return {}
`;

/** Quotas of all gateways that use the same Redis. Rejects when Redis does not answer. */
export class QuotasInRedis implements Quotas {
  private readonly redis: SharedRedis;

  constructor(redis: SharedRedis) {
    this.redis = redis;
  }

  async take(claims: readonly Claim[]): Promise<Overdrawn | undefined> {
    const keys = claims.map(({ key }) => this.redis.key('quota', nameless(key)));
    const numbers = claims.flatMap(({ allowed, amount }) => [String(allowed), String(amount)]);
    const reply = await this.redis.script(TAKE, keys, [String(QUOTA_WINDOW_MS), ...numbers]);
    if (!Array.isArray(reply) || reply.length === 0) return undefined;
    const [index = 1, previous = 0, current = 0, elapsedMs = 0] = reply.map(Number);
    const claim = claims[index - 1];
    return claim && { claim, retryAfter: secondsUntilFits({ previous, current, elapsedMs }, claim) };
  }
}

/** Whose quota it is cannot be read off a Redis that somebody looks into: accounts and addresses of citizens stand in no key. */
function nameless(key: string): string {
  return hash('sha256', key, 'base64url').slice(0, 22);
}
