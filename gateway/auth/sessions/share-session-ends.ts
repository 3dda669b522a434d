import { z } from 'zod';
import type { SharedRedis } from '../../sharing/redis.ts';
import type { SessionEnd, SessionEnds } from './session-ends.ts';

/** How soon the other gateways know, at most, milliseconds. */
const lookEveryMs = 500;
/** Ends that are read at a time. */
const most = 1_000;

/** Adds an end to the stream, and drops what no gateway needs any more. */
const ADD = `
local time = redis.call('TIME')
local oldest = time[1] * 1000 - tonumber(ARGV[2])
redis.call('XADD', KEYS[1], 'MINID', '~', string.format('%.0f', oldest), '*', 'end', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;

/** What came after an entry: pairs of the entry's name and the end. */
const READ = `
local found = {}
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], ARGV[1], '+', 'COUNT', ARGV[2])) do
  table.insert(found, { entry[1], entry[2][2] })
end
return found
`;

const entries = z.array(z.tuple([z.string(), z.string()]));
const ends = z.object({ session: z.string().optional(), subject: z.string().optional(), endedAt: z.number() });

/**
 * Makes ends of sessions known to all gateways that use the same Redis, in a stream that each of them reads on from where it was: what was
 * missed while Redis could not be reached is read when it is back, and a gateway that starts learns of all that matters.
 * Nothing on a request's way waits for Redis: it is asked in the background. @returns how to stop
 */
export function shareSessionEnds(known: SessionEnds, redis: SharedRedis, keepMs: number): () => void {
  const key = redis.key('session-ends');
  known.shareThrough({
    async publish({ session, subject, endedAt }: SessionEnd) {
      const end = session === undefined ? { subject, endedAt } : { session, endedAt };
      await redis.script(ADD, [key], [JSON.stringify(end), String(keepMs)]);
    },
  });

  let from = '-';
  async function read(): Promise<void> {
    for (let isMore = true; isMore;) {
      const found = entries.parse(await redis.script(READ, [key], [from, String(most)]));
      for (const [entry, text] of found) {
        const { session, subject, endedAt } = ends.parse(JSON.parse(text));
        known.remember({ endedAt, ...(session ? { session } : {}), ...(subject ? { subject } : {}) });
        from = `(${entry}`;
      }
      isMore = found.length === most;
    }
  }

  let isReading = false;
  const timer = setInterval(() => {
    if (isReading) return;
    isReading = true;
    // That Redis cannot be reached is logged where it is connected to.
    void read()
      .catch(() => undefined)
      .finally(() => (isReading = false));
  }, lookEveryMs).unref();
  return () => clearInterval(timer);
}
