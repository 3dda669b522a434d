import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { shareSessionEnds } from '../../../../gateway/auth/sessions/share-session-ends.ts';
import { SessionEnds } from '../../../../gateway/auth/sessions/session-ends.ts';
import { openRedis } from '../../../../gateway/sharing/redis.ts';
import { createLogger } from '../../../../platform/log.ts';
import { eventually } from '../../../testkit/system.ts';
import { startGateway } from '../tokens/gateway.ts';
import { hasRedis, startRedis, withoutRedis, type RedisServer } from './redis-server.ts';

const silent = createLogger({ process: 'gateway', level: 'silent' });
const keepMs = 60_000;
let redis: RedisServer;

if (!hasRedis) {
  test(withoutRedis, () => {
    process.stderr.write(`${withoutRedis}\n`);
    expect(hasRedis).toBe(process.env['REQUIRE_REDIS'] === 'true');
  });
}

/** What one gateway knows of ended sessions, shared through Redis. */
function knowledge(): { ends: SessionEnds } & Disposable {
  const client = openRedis(redis.url, silent);
  const ends = new SessionEnds({ keepMs });
  const stop = shareSessionEnds(ends, client, keepMs);
  return {
    ends,
    [Symbol.dispose]: () => {
      stop();
      client.close();
    },
  };
}

const isOver = (ends: SessionEnds, session: string) =>
  ends.hasEnded({ citizen: { subject: 'erika', session, level: 'NORMAL', issuedAt: 100 }, scopes: [], key: '' });

const reported = (ends: SessionEnds, session: string) =>
  eventually('the end to be taken by Redis', () =>
    ends.report({ session, endedAt: 1 }).then(
      () => true,
      () => false,
    ),
  );

(hasRedis ? describe : describe.skip)('Gateways that share a Redis', () => {
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.kill());

  test('all refuse a session that one of them was told of', async () => {
    await using told = await startGateway({ REDIS_URL: redis.url });
    await using other = await startGateway({ REDIS_URL: redis.url, ISSUER: told.issuer.url });
    const token = await told.issuer.accessToken();
    expect((await other.ask(token)).status).toBe(200);
    await eventually(
      'the logout to be taken',
      async () => (await told.logOut(await told.issuer.logoutToken())).status === 200,
    );
    expect((await told.ask(token)).status).toBe(401);
    await eventually('the other to know', async () => (await other.ask(token)).status === 401, 5_000);
  });

  test('know, when they start, of sessions that ended before; of accounts too', async () => {
    using first = knowledge();
    await reported(first.ends, 'before');
    await first.ends.report({ subject: 'erika', endedAt: 200 });
    using second = knowledge();
    await eventually(
      'what was before',
      () => isOver(second.ends, 'before') && isOver(second.ends, 'any of erika'),
      5_000,
    );
  });

  test('go on without it: the one that was told refuses the session and does not say that it is done', async () => {
    using first = knowledge();
    using second = knowledge();
    await reported(first.ends, 'warm');
    await eventually('both to be connected', () => isOver(second.ends, 'warm'), 5_000);
    await redis.kill();
    await expect(first.ends.report({ session: 'meanwhile', endedAt: 1 })).rejects.toThrow();
    expect(isOver(first.ends, 'meanwhile')).toBe(true);
    await redis.start();
    await reported(first.ends, 'after');
    await eventually('the other to read on', () => isOver(second.ends, 'after'), 10_000);
  });
});
