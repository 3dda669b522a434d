import { hash } from 'node:crypto';
import type { SharedRedis } from '../sharing/redis.ts';
import type { CacheStore, Entry, Place, Reading } from './cache-store.ts';

/** Longer than anything is kept, milliseconds: a stamp that is gone has nothing left to say. */
const STAMP_MS = 90_000_000;
/** Characters of one text; larger ones would hold up Redis for everybody. */
const LARGEST_TEXT = 1_000_000;

/** Texts, the latest of the stamps of their tags, and the time of Redis, in one step. */
const READ = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return { tostring(now), unpack(redis.call('MGET', unpack(KEYS))) }
`;

/** Keeps each entry unless one of its tags was stamped since it was fetched. Keys: entry, its stamps, next entry …; counts of stamps are among the values. */
const WRITE = `
local at = 1
for i = 3, #ARGV, 3 do
  local stamps = tonumber(ARGV[i])
  local isGone = false
  for s = 1, stamps do
    local stamp = redis.call('GET', KEYS[at + s])
    if stamp and tonumber(stamp) >= tonumber(ARGV[1]) then isGone = true end
  end
  if not isGone then
    redis.call('SET', KEYS[at], ARGV[1] .. ' ' .. ARGV[i + 2], 'PX', ARGV[i + 1])
  end
  at = at + stamps + 1
end
return ARGV[2]
`;

const STAMP = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, key in ipairs(KEYS) do redis.call('SET', key, tostring(now), 'PX', ARGV[1]) end
return tostring(now)
`;

/**
 * Keeps texts for all gateways that use the same Redis, each until its time is over. Nothing is searched for to be invalidated: a tag gets a
 * stamp with the time, and what was fetched before that is not there any more. How much room there is, Redis is told itself (`maxmemory`, with a
 * policy that lets old entries go).
 */
export class StoreInRedis implements CacheStore {
  private readonly redis: SharedRedis;

  constructor(redis: SharedRedis) {
    this.redis = redis;
  }

  async read(places: readonly Place[]): Promise<Reading> {
    const stamps = [...new Set(places.flatMap(({ tags }) => tags))];
    const keys = [...places.map(({ key }) => this.entryKey(key)), ...stamps.map((tag) => this.stampKey(tag))];
    try {
      const reply = (await this.redis.script(READ, keys, [])) as (string | null)[];
      const [now = '0', ...values] = reply;
      const goneAt = new Map(stamps.map((tag, index) => [tag, Number(values[places.length + index] ?? 0)]));
      const kept = places.map(({ tags }, index) => {
        const entry = split(values[index]);
        if (!entry || tags.some((tag) => (goneAt.get(tag) ?? 0) >= entry.fetchedAt)) return undefined;
        return { text: entry.text, secondsLeft: (entry.until - Number(now)) / 1_000 };
      });
      return { kept, moment: Number(now) };
    } catch {
      return { kept: places.map(() => undefined), moment: 0 };
    }
  }

  async write(entries: readonly Entry[], moment: number): Promise<void> {
    const fitting = entries.filter(({ text }) => text.length <= LARGEST_TEXT);
    // Without the time of Redis it cannot be said what was invalidated since.
    if (moment === 0 || fitting.length === 0) return;
    const keys = fitting.flatMap(({ key, tags }) => [this.entryKey(key), ...tags.map((tag) => this.stampKey(tag))]);
    const values = fitting.flatMap(({ tags, text, seconds }) => {
      const lifeMs = Math.ceil(seconds * 1_000);
      return [String(tags.length), String(lifeMs), `${moment + lifeMs} ${text}`];
    });
    await this.redis.script(WRITE, keys, [String(moment), 'kept', ...values]).catch(() => undefined);
  }

  async invalidate(tags: readonly string[]): Promise<void> {
    await this.redis.script(
      STAMP,
      tags.map((tag) => this.stampKey(tag)),
      [String(STAMP_MS)],
    );
  }

  size(): { entries: number; bytes: number } {
    return { entries: 0, bytes: 0 };
  }

  private entryKey(key: string): string {
    return this.redis.key('public', key);
  }

  private stampKey(tag: string): string {
    return this.redis.key('gone', hash('sha256', tag, 'base64url').slice(0, 22));
  }
}

function split(value: string | null | undefined): { fetchedAt: number; until: number; text: string } | undefined {
  const found = /^(\d+) (\d+) /.exec(value ?? '');
  if (!value || !found) return undefined;
  return { fetchedAt: Number(found[1]), until: Number(found[2]), text: value.slice(found[0].length) };
}
