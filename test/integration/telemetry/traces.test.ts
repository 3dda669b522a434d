import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../testkit/system.ts';
import { startObservedSystem, type ObservedSystem } from './observed-system.ts';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from './otlp-receiver.ts';

const query = 'query Garage { people(name: "Erika") { name cars { make } } }';

let receiver: OtlpReceiver;
let system: ObservedSystem;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  system = await startObservedSystem({ traces: receiver.url, gateway: { TRUSTED_PROXIES: ['127.0.0.1'] } });
});

afterAll(async () => {
  await system.close();
  await receiver.close();
});

/** The spans of one request, once all of them came: the gateway's and those of `services`. */
async function spansOf(traceId: unknown, count: number): Promise<ReceivedSpan[]> {
  const found = () => receiver.spans.filter((span) => span.traceId === traceId);
  await eventually(`${count} spans of trace ${String(traceId)}`, () => found().length >= count, 15_000);
  return found();
}

describe('the trace of a query over two subgraphs', () => {
  let spans: ReceivedSpan[];
  const only = (service: string, name: string): ReceivedSpan => {
    const found = spans.filter((span) => span.service === service && span.name === name);
    expect(found).toHaveLength(1);
    return found[0]!;
  };

  beforeAll(async () => {
    const line = await system.lineOf(async () => {
      expect((await system.ask(query)).data).toEqual({ people: [{ name: 'Erika', cars: [{ make: 'Trabant' }] }] });
    });
    spans = await spansOf(line['traceId'], 8);
  });

  test('begins with the request, under which the plan and the fetches stand', () => {
    const request = only('gateway', 'request');
    expect(request.parentSpanId ?? '').toBe('');
    expect(request.attributes).toMatchObject({ 'amtgraph.outcome': 'ok', 'graphql.operation.type': 'query' });
    for (const name of ['plan', 'fetch people', 'fetch cars'])
      expect(only('gateway', name).parentSpanId).toBe(request.spanId);
  });

  test.each(['people', 'cars'])('goes on in %s with its request and its SQL statement', (service) => {
    const fetched = only('gateway', `fetch ${service}`);
    const served = only(service, 'POST /graphql');
    const statement = only(service, 'SQL select');
    expect(served.parentSpanId).toBe(fetched.spanId);
    expect(statement.parentSpanId).toBe(served.spanId);
    expect(statement.attributes['db.query.text']).toMatch(/^select \* from "(person|car)" where .*\$1/);
    expect(fetched.startedAt <= served.startedAt && served.endedAt <= fetched.endedAt).toBe(true);
  });

  test('ends each span after it began', () => {
    for (const { startedAt, endedAt } of spans) expect(endedAt >= startedAt).toBe(true);
  });
});

test('a query that was planned before has no span for planning', async () => {
  const line = await system.lineOf(() => system.ask(query));
  const spans = await spansOf(line['traceId'], 7);
  expect(spans.map(({ name }) => name)).not.toContain('plan');
});

test('a fetch says how many errors the subgraph answered with, not which', async () => {
  const line = await system.lineOf(() => system.ask('{ broken }'));
  const spans = await spansOf(line['traceId'], 3);
  expect(spans.find(({ name }) => name === 'fetch people')?.attributes).toMatchObject({ 'amtgraph.errors': 1 });
});

const given = '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01';

test('a proxy that is trusted, and says for whom it asks, goes on with its own trace', async () => {
  await system.ask(query, { headers: { traceparent: given, 'x-forwarded-for': '203.0.113.9' } });
  const spans = await spansOf('0123456789abcdef0123456789abcdef', 7);
  expect(spans.find(({ name }) => name === 'request')?.parentSpanId).toBe('0123456789abcdef');
});

test('anybody else cannot choose the trace', async () => {
  const other = given.replaceAll('0123', 'abcd');
  const line = await system.lineOf(() => system.ask(query, { headers: { traceparent: other } }));
  const traceId = line['traceId'];
  expect(traceId).toMatch(/^[\da-f]{32}$/);
  expect(other).not.toContain(String(traceId));
});
