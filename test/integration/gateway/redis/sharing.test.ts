import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { operationHash } from '../../../../gateway/persisted-operations/operation-hash.ts';
import { OperationsInRedis } from '../../../../gateway/persisted-operations/operations-in-redis.ts';
import type { Quotas } from '../../../../gateway/sharing/quotas.ts';
import { openSharing, type Sharing } from '../../../../gateway/sharing/sharing.ts';
import { createLogger } from '../../../../platform/log.ts';
import { createShutdown, type Shutdown } from '../../../../platform/shutdown.ts';
import { faultsGraph } from '../faults/graph.ts';
import { post, startTestGateway } from '../running-gateway.ts';
import { hasRedis, startRedis, withoutRedis, type RedisServer } from './redis-server.ts';

const QUERY = '{ open }';
const silent = createLogger({ process: 'gateway', level: 'silent' });
let redis: RedisServer;
const opened: Shutdown[] = [];

function share(): Sharing {
  const shutdown = createShutdown(() => undefined);
  opened.push(shutdown);
  return openSharing(redis.url, silent, shutdown);
}

async function connected({ redis: client }: Sharing): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      await client!.get('ready');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  throw new Error('expected Redis to answer');
}

const take = async (quotas: Quotas, key: string) => quotas.take([{ key, allowed: 10, amount: 1 }]);

/** Away from the turn of a minute, when half of a quota comes back within a test. */
async function earlyInAMinute(): Promise<void> {
  const into = Date.now() % 60_000;
  if (into > 50_000) await new Promise((resolve) => setTimeout(resolve, 60_100 - into));
}

if (!hasRedis) {
  test(withoutRedis, () => {
    process.stderr.write(`${withoutRedis}\n`);
    expect(hasRedis).toBe(process.env['REQUIRE_REDIS'] === 'true');
  });
}

(hasRedis ? describe : describe.skip)('Gateways that share a Redis', () => {
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.kill());
  beforeEach(earlyInAMinute, 20_000);
  afterEach(() => Promise.all(opened.splice(0).map((shutdown) => shutdown.close())));

  test('take from one quota, and exactly what it holds, however many take at once', async () => {
    const gateways = [share(), share(), share()];
    for (const gateway of gateways) await connected(gateway);
    const takings = Array.from({ length: 60 }, (_, index) => take(gateways[index % 3]!.quotas, 'citizen erika'));
    const refused = (await Promise.all(takings)).filter((overdrawn) => overdrawn !== undefined);
    expect(refused).toHaveLength(50);
    for (const { retryAfter, claim } of refused) {
      expect(claim.key).toBe('citizen erika');
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(120);
    }
    expect(await take(gateways[0]!.quotas, 'citizen max')).toBeUndefined();
  });

  test('take all of several claims or none', async () => {
    const sharing = share();
    await connected(sharing);
    const both = (amount: number) =>
      sharing.quotas.take([
        { key: 'client portal', allowed: 100, amount: 1 },
        { key: 'citizen lena', allowed: 10, amount },
      ]);
    expect(await both(10)).toBeUndefined();
    for (let count = 0; count < 5; count += 1) expect((await both(1))?.claim.key).toBe('citizen lena');
    expect(await sharing.quotas.take([{ key: 'client portal', allowed: 100, amount: 99 }])).toBeUndefined();
    expect(await sharing.quotas.take([{ key: 'client portal', allowed: 100, amount: 1 }])).toBeDefined();
  });

  test('write nobody who could be told by name into it', async () => {
    const sharing = share();
    await connected(sharing);
    await take(sharing.quotas, 'citizen sentinel-subject');
    const keys = await sharing.redis!.script(`return redis.call('KEYS', '*')`, [], []);
    expect(JSON.stringify(keys)).toContain('amtgraph');
    expect(JSON.stringify(keys)).not.toContain('sentinel-subject');
  });

  test('hold a lower limit, each its own, while it is gone, answer at once, and share again when it is back', async () => {
    await using own = await startRedis();
    const shutdown = createShutdown(() => undefined);
    opened.push(shutdown);
    const sharing = openSharing(own.url, silent, shutdown);
    await connected(sharing);
    await own.kill();
    const startedAt = performance.now();
    const outcomes = [];
    for (let count = 0; count < 20; count += 1) outcomes.push(await take(sharing.quotas, 'citizen anna'));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(outcomes.filter((overdrawn) => overdrawn === undefined)).toHaveLength(5);
    await own.start();
    await connected(sharing);
    for (let count = 0; count < 10; count += 1) expect(await take(sharing.quotas, 'citizen anna')).toBeUndefined();
    expect(await take(sharing.quotas, 'citizen anna')).toBeDefined();
  }, 30_000);

  test('refuse a caller at one gateway for what was asked at the other, with 429 and Retry-After', async () => {
    const settings = { REDIS_URL: redis.url, RATE_LIMITS: { address: 6, citizen: 6, client: 0 } };
    await using one = await startTestGateway(faultsGraph, settings);
    await using other = await startTestGateway(faultsGraph, settings);
    for (const gateway of [one, other, one, other, one, other]) {
      expect((await gateway.ask(QUERY)).data).toEqual({ open: 'open' });
    }
    for (const gateway of [one, other]) {
      const { status, headers, errors } = await gateway.ask(QUERY);
      expect(status).toBe(429);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(errors).toMatchObject([
        {
          message: expect.stringContaining('6 requests a minute'),
          extensions: {
            code: 'LIMIT_EXCEEDED',
            limit: 'requestsPerMinute',
            allowed: 6,
            retryAfter: expect.any(Number),
          },
        },
      ]);
    }
    const token = await one.token({ sub: 'a citizen at the same address' });
    expect((await one.ask(QUERY, { token })).data).toEqual({ open: 'open' });
  });

  test('know what a client sent with its hash to any of them', async () => {
    await using one = await startTestGateway(faultsGraph, { REDIS_URL: redis.url });
    await using other = await startTestGateway(faultsGraph, { REDIS_URL: redis.url });
    const extensions = { persistedQuery: { version: 1, sha256Hash: operationHash(QUERY) } };
    await one.ask(QUERY, { extensions });
    const byHash = async () => (await other.ask(undefined as unknown as string, { extensions })).data;
    for (let attempt = 0; attempt < 50 && !(await byHash()); attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await byHash()).toEqual({ open: 'open' });
  });

  test('answer what is registered there, also while it is gone, and nothing else', async () => {
    await using own = await startRedis();
    const shutdown = createShutdown(() => undefined);
    opened.push(shutdown);
    const sharing = openSharing(own.url, silent, shutdown);
    await connected(sharing);
    const registry = new OperationsInRedis(sharing.redis!);
    await registry.register('portal', [QUERY]);
    await registry.register('app', [QUERY, '{ me { name } }']);
    expect(await registry.remove('app')).toBe(2);
    expect(await registry.list()).toEqual([{ client: 'portal', hash: operationHash(QUERY) }]);

    await using gateway = await startTestGateway(faultsGraph, { REDIS_URL: own.url, OPERATIONS: 'trusted' });
    const byId = (text: string) => post(gateway.url, JSON.stringify({ documentId: operationHash(text) }));
    for (let attempt = 0; attempt < 50 && (await byId(QUERY)).status !== 200; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect((await byId(QUERY)).data).toEqual({ open: 'open' });
    expect((await byId('{ me { name } }')).status).toBe(403);
    await own.kill();
    expect((await byId(QUERY)).data).toEqual({ open: 'open' });
    expect((await gateway.ask('{ me { name } }')).status).toBe(403);
  }, 30_000);
});
