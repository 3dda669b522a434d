import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLogger } from '../../../platform/log.ts';
import { freePort } from '../../../platform/free-port.ts';
import { eventually } from '../../testkit/system.ts';
import { startGatewayWithEvents, ways, type EventGateway } from '../gateway/subscriptions/gateway-with-events.ts';
import { startOtlpReceiver, type OtlpReceiver } from './otlp-receiver.ts';

const SENTINELS = ['Mustermann', 'SECRETPREFIX', 'WDB1234567F123456'];
const written: string[] = [];
let gateway: EventGateway;
let traces: OtlpReceiver;
let metricsUrl: string;

beforeAll(async () => {
  traces = await startOtlpReceiver();
  const port = await freePort();
  metricsUrl = `http://127.0.0.1:${port}/metrics`;
  const log = createLogger({
    process: 'gateway',
    level: 'info',
    destination: { write: (text) => void written.push(text) },
  });
  gateway = await startGatewayWithEvents({ METRICS_PORT: port, OTEL_EXPORTER_OTLP_ENDPOINT: traces.url }, log);
});
afterAll(async () => {
  await gateway.stop();
  await traces.close();
});

const lines = () =>
  written
    .join('')
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'subscription');
const metrics = async () => (await fetch(metricsUrl)).text();
const labelOf = { 'text/event-stream': 'event-stream', WebSocket: 'websocket' } as const;

describe.each(ways)('A subscription over %s', (way) => {
  test('is counted while it is open, and told of with one line and one span when it is over', async () => {
    const before = lines().length;
    const told = gateway.follow(
      way,
      'subscription Mustermann($prefix: String) { o: orderChanged(prefix: $prefix) { id } }',
      {
        variables: { prefix: 'SECRETPREFIX' },
        token: await gateway.token({ sub: 'Mustermann' }),
      },
    );
    await eventually('it to be open', () => gateway.subgraphs.streams() === 1, 5_000);
    expect(await metrics()).toContain(`amtgraph_subscriptions_open{way="${labelOf[way]}"} 1`);
    gateway.subgraphs.tell({ id: 'SECRETPREFIX 1', status: 'NEW' });
    gateway.subgraphs.tell({ id: 'SECRETPREFIX 2', status: 'NEW', fault: true });
    await told.until(2);
    told.stop();
    await eventually('its line', () => lines().length > before, 5_000);
    const line = lines().at(-1)!;
    expect(line).toMatchObject({
      way: labelOf[way],
      end: 'left',
      events: 2,
      failures: 1,
      operation: expect.stringMatching(/^[\da-f]{12}$/),
    });
    const text = await metrics();
    expect(text).toContain(`amtgraph_subscriptions_open{way="${labelOf[way]}"} 0`);
    expect(text).toContain(`amtgraph_subscriptions_total{way="${labelOf[way]}",end="left"} 1`);
    expect(text).toContain(`amtgraph_subscription_events_total{way="${labelOf[way]}",outcome="ok"} 1`);
    expect(text).toContain(`amtgraph_subscription_events_total{way="${labelOf[way]}",outcome="errors"} 1`);
    const { traceId } = line;
    const spanOf = () => traces.spans.find((span) => span.traceId === traceId && span.name === 'subscription');
    await eventually('its span', () => spanOf() !== undefined, 20_000);
    expect(spanOf()).toMatchObject({
      kind: 2,
      attributes: { 'amtgraph.way': labelOf[way], 'amtgraph.end': 'left', 'graphql.operation': line['operation'] },
    });
  });

  test('that is refused is told of too', async () => {
    const before = lines().length;
    const told = gateway.follow(way, 'subscription { WDB1234567F123456 }');
    await told.until(1).catch(() => undefined);
    await eventually('its line', () => lines().length > before, 5_000);
    expect(lines().at(-1)).toMatchObject({ way: labelOf[way], end: 'refused', events: 0 });
    told.stop();
  });
});

test('WebSockets are counted by their close code', async () => {
  await eventually('all to be closed', async () => (await metrics()).includes('amtgraph_sockets_open 0'), 5_000);
  expect(await metrics()).toMatch(/amtgraph_sockets_closed_total{code="1000"} [1-9]/);
});

test('Nothing of it says who asked, or for what', async () => {
  const all = written.join('') + (await metrics()) + traces.text();
  for (const sentinel of SENTINELS) expect(all).not.toContain(sentinel);
});
