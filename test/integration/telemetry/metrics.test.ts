import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startObservedSystem, type ObservedSystem } from './observed-system.ts';

let system: ObservedSystem;
let metricsUrl: string;

beforeAll(async () => {
  system = await startObservedSystem({ gateway: { METRICS_PORT: 0 } });
  metricsUrl = String(system.lines.find(({ msg }) => msg === 'metrics are served')?.['url']);
});

afterAll(() => system.close());

/** The value of one series, by how its line begins. */
async function valueOf(series: string): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length + 1));
}

const accountOf = (outcome: string, operation: string) =>
  `amtgraph_request_seconds_count{operation="${operation}",outcome="${outcome}"}`;

async function labelOf(query: string): Promise<string> {
  const line = await system.lineOf(() => system.ask(query));
  return String(line['operation']);
}

test('requests are counted by what they ask and how they ended', async () => {
  const label = await labelOf('{ people { name } }');
  expect(label).toMatch(/^[\da-f]{12}$/);
  await system.ask('query Other($unused: String) { first: people { name } }'.replace('($unused: String)', ''));
  expect(await valueOf(accountOf('ok', label))).toBe(2);
  expect(await valueOf('amtgraph_subgraph_request_seconds_count{subgraph="people",code="ok"}')).toBeGreaterThanOrEqual(
    2,
  );
  expect(await valueOf('amtgraph_planning_seconds_count{planner="hive"}')).toBeGreaterThanOrEqual(1);
});

test('errors are counted by code, and requests without an operation have none', async () => {
  const label = await labelOf('{ broken people { name } }');
  expect(await valueOf(accountOf('partial', label))).toBe(1);
  expect(await valueOf('amtgraph_request_errors_total{outcome="partial",code="SUBGRAPH_ERROR"}')).toBe(1);
  await system.ask('{ nonsense }');
  await fetch(`${system.url}/graphql`, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } });
  expect(await valueOf(accountOf('refused', 'none'))).toBe(2);
  expect(await valueOf('amtgraph_request_errors_total{outcome="refused",code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
  expect(await valueOf('amtgraph_request_errors_total{outcome="refused",code="BAD_REQUEST"}')).toBe(1);
});

test('the supergraph, its age, requests in flight, caches and the event loop are there', async () => {
  const text = await (await fetch(metricsUrl)).text();
  expect(text).toMatch(/^amtgraph_supergraph\{hash="\w+"\} 1$/m);
  expect(text).toMatch(/^amtgraph_requests_in_flight 0$/m);
  expect(text).toMatch(/^amtgraph_cache_entries\{cache="operations"\} [1-9]/m);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect(await valueOf('amtgraph_supergraph_age_seconds')).toBeGreaterThan(0);
});

test('thousands of distinct operations make a bounded number of series', async () => {
  for (let n = 0; n < 260; n += 1) {
    await system.ask(`{ people { ${'name '.repeat((n % 20) + 1)} ${'id '.repeat(Math.floor(n / 20) + 1)} } }`);
  }
  const text = await (await fetch(metricsUrl)).text();
  const operations = new Set([...text.matchAll(/operation="([^"]*)"/g)].map(([, operation]) => operation));
  expect(operations.size).toBeLessThanOrEqual(202);
  expect(operations).toContain('other');
});

test('metrics are not on the public port, and nothing else is on theirs', async () => {
  expect((await fetch(`${system.url}/metrics`)).status).toBe(404);
  expect((await fetch(new URL('/graphql', metricsUrl))).status).toBe(404);
  expect((await fetch(metricsUrl, { method: 'POST' })).status).toBe(404);
});
