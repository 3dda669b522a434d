import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient } from '@redis/client';
import { freePort } from '../../../../platform/free-port.ts';
import { hasRedis, startRedis, withoutRedis, type RedisServer } from '../redis/redis-server.ts';
import { startTestGateway, type TestGateway } from '../running-gateway.ts';
import { books, cachedGraph } from './graph.ts';

const secret = 'the token of whoever runs the gateways';
const opened: TestGateway[] = [];

interface Operated extends TestGateway {
  invalidate(body: unknown, options?: { token?: string; method?: string }): Promise<{ status: number; text: string }>;
  metrics(): Promise<string>;
}

async function start(settings: Parameters<typeof startTestGateway>[1] = {}): Promise<Operated> {
  const port = await freePort();
  const gateway = await startTestGateway(cachedGraph, {
    METRICS_PORT: port,
    CACHE_INVALIDATION_TOKEN: secret,
    ...settings,
  });
  opened.push(gateway);
  const operations = `http://127.0.0.1:${port}`;
  return {
    ...gateway,
    async invalidate(body, { token = secret, method = 'POST' } = {}) {
      const response = await fetch(`${operations}/cache/invalidate`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return { status: response.status, text: await response.text() };
    },
    metrics: async () => (await fetch(`${operations}/metrics`)).text(),
  };
}

const title = async (gateway: TestGateway) => {
  const { data } = await gateway.ask('{ book(id: "b1") { title } wanted { title } }');
  return data as { book: { title: string }; wanted: { title: string } };
};

afterEach(async () => {
  books[0]!.title = 'Verwaltungsrecht';
  for (const gateway of opened.splice(0)) await gateway[Symbol.asyncDispose]();
});

describe('The operations port', () => {
  let gateway: Operated;
  beforeEach(async () => {
    gateway = await start();
  });

  test.each([
    ['a type', { type: 'Book' }],
    ['a type and a key', { type: 'Book', key: { id: 'b1' } }],
    ['a subgraph', { subgraph: 'library' }],
    ['a subgraph and a type', { subgraph: 'library', type: 'Book' }],
  ])('has what is kept forgotten by %s', async (_, invalidation) => {
    expect((await title(gateway)).book.title).toBe('Verwaltungsrecht');
    books[0]!.title = 'Verwaltungsrecht, 2nd edition';
    expect((await title(gateway)).book.title).toBe('Verwaltungsrecht');
    expect(await gateway.invalidate(invalidation)).toEqual({ status: 204, text: '' });
    expect((await title(gateway)).book.title).toBe('Verwaltungsrecht, 2nd edition');
  });

  test('leaves alone what is another type’s', async () => {
    await title(gateway);
    const before = gateway.requests.length;
    await gateway.invalidate({ type: 'Reader' });
    await gateway.invalidate({ subgraph: 'shop' });
    await title(gateway);
    // Only what nothing is said of: which book is wanted.
    expect(gateway.requests.slice(before).map(({ subgraph }) => subgraph)).toEqual(['loans']);
  });

  test('refuses strangers, other methods and what it cannot read', async () => {
    expect(await gateway.invalidate({ type: 'Book' }, { token: 'a guess' })).toMatchObject({ status: 401 });
    expect(await gateway.invalidate({}, { method: 'GET' })).toMatchObject({ status: 405 });
    for (const body of [
      '',
      'x',
      '[]',
      {},
      { key: { id: '1' } },
      { type: 'B k' },
      { type: 'Book', key: { id: [] } },
      'x'.repeat(20_000),
    ]) {
      expect(await gateway.invalidate(body)).toMatchObject({ status: 400, text: expect.stringContaining('expected') });
    }
  });

  test('counts what was there and what was not', async () => {
    await title(gateway);
    await title(gateway);
    const text = await gateway.metrics();
    expect(text).toContain('amtgraph_public_cache_lookups_total{subgraph="library",result="miss"} 2');
    expect(text).toContain('amtgraph_public_cache_lookups_total{subgraph="library",result="hit"} 2');
    expect(text).toContain('amtgraph_cache_entries{cache="public data"} 2');
    // What had been kept was no request to a subgraph.
    expect(text).toMatch(/amtgraph_subgraph_request_seconds_count{subgraph="library",code="ok"} 2\n/);
  });

  test('has no such address without a token, and the public port never has', async () => {
    const other = await start({ CACHE_INVALIDATION_TOKEN: undefined });
    expect(await other.invalidate({ type: 'Book' })).toMatchObject({ status: 404 });
    const response = await fetch(`${gateway.url}/cache/invalidate`, { method: 'POST' });
    expect(response.status).toBe(404);
  });
});

test('A gateway whose cache is off asks every time', async () => {
  const gateway = await start({ PUBLIC_CACHE: false });
  await title(gateway);
  await title(gateway);
  expect(gateway.requests.filter(({ subgraph }) => subgraph === 'library')).toHaveLength(4);
});

if (!hasRedis) {
  test(withoutRedis, () => expect(hasRedis).toBe(process.env['REQUIRE_REDIS'] === 'true'));
}

(hasRedis ? describe : describe.skip)('Gateways that share a Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.kill());

  async function texts(): Promise<string[]> {
    const client = createClient({ url: redis.url });
    await client.connect();
    const keys = await client.keys('*');
    const values = await Promise.all(
      keys.map(async (key) => ((await client.type(key)) === 'string' ? client.get(key) : '')),
    );
    client.destroy();
    return [...keys, ...values.map(String)];
  }

  test('keep once for all of them what is public, and have it forgotten by all of them', async () => {
    const one = await start({ REDIS_URL: redis.url });
    const other = await start({ REDIS_URL: redis.url, SUPERGRAPH_FILE: one.supergraphFile });
    await untilKept(one);
    await until(async () => (await other.invalidate({ type: 'Reader' })).status === 204);
    const before = one.requests.length;
    await title(other);
    expect(one.requests.slice(before).map(({ subgraph }) => subgraph)).not.toContain('library');
    books[0]!.title = 'Verwaltungsrecht, 2nd edition';
    expect((await other.invalidate({ type: 'Book', key: { id: 'b1' } })).status).toBe(204);
    expect((await title(one)).book.title).toBe('Verwaltungsrecht, 2nd edition');
  });

  test('keep nothing private, whoever asks for what', async () => {
    const gateway = await start({ REDIS_URL: redis.url });
    await untilKept(gateway);
    for (let round = 0; round < 20; round++) {
      await Promise.all(
        ['erika', 'max'].map(async (sub) => {
          const token = await gateway.token({ sub, scopes: ['notes:read'] });
          await gateway.ask('{ me { name loans { due book { title } } } member whoami }', { token });
          await gateway.ask('{ me { loans { book { notes } } } }', { token });
        }),
      );
    }
    const all = (await texts()).join('\n');
    expect(all).toContain('Straßenverkehr');
    for (const secretOf of ['reader ', 'member ', 'a note', 'soon', 'erika', 'max'])
      expect(all).not.toContain(secretOf);
  });

  test('answer without it when it dies, and say that nothing can be forgotten', async () => {
    const gateway = await start({ REDIS_URL: redis.url });
    await untilKept(gateway);
    await redis.kill();
    expect((await title(gateway)).wanted.title).toBe('Meldewesen');
    expect(await gateway.invalidate({ type: 'Book' })).toMatchObject({ status: 503 });
    await redis.start();
    await untilKept(gateway);
  });

  /** Redis is connected to in the background. */
  async function untilKept(gateway: TestGateway): Promise<void> {
    await until(async () => {
      const before = gateway.requests.length;
      await title(gateway);
      return !gateway.requests.slice(before).some(({ subgraph }) => subgraph === 'library');
    });
  }

  async function until(holds: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('expected Redis to be used');
  }
});
