import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startGatewayWithEvents, type EventGateway } from './gateway-with-events.ts';

let gateway: EventGateway;
beforeAll(async () => {
  gateway = await startGatewayWithEvents();
});
afterAll(() => gateway.stop());

const SUBSCRIPTION = 'subscription { orderChanged(prefix: "x") { id } }';
const INIT = JSON.stringify({ type: 'connection_init' });
const subscribe = (payload: object, id = '1'): string => JSON.stringify({ id, type: 'subscribe', payload });
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

interface Seen {
  code: number;
  reason: string;
  messages: string[];
}

/** Sends `first`, after its acknowledgement the rest, and waits until the gateway closes the socket. */
function closed(first: string, rest: readonly string[] = []): Promise<Seen> {
  return new Promise((resolve) => {
    const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
    const messages: string[] = [];
    socket.addEventListener('open', () => socket.send(first));
    socket.addEventListener('message', ({ data }) => {
      messages.push(String(data));
      if (messages.length === 1) for (const text of rest) socket.send(text);
    });
    socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason, messages }));
  });
}

const smallQuestion = async (): Promise<number> => {
  const startedAt = performance.now();
  await fetch(new URL('/health', gateway.url));
  return performance.now() - startedAt;
};

describe('A socket is closed', () => {
  test.each([
    ['no JSON', 'hello'],
    ['a list', '[]'],
    ['a kind that there is none of', '{"type":"x"}'],
    ['a kind that only servers send', '{"id":"1","type":"next","payload":{}}'],
    ['parameters that are a list', '{"type":"connection_init","payload":[]}'],
    ['a key that reaches prototypes', '{"type":"connection_init","payload":{"__proto__":{"authorization":"x"}}}'],
    ['a key twice', '{"type":"connection_init","type":"ping"}'],
    ['lists as deep as a message may be long', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('for a first message with %s', async (_, message) => {
    expect((await closed(message)).code).toBe(4_400);
  });

  test.each([
    ['variables that are a list', subscribe({ query: SUBSCRIPTION, variables: [] })],
    ['variables that are text', subscribe({ query: SUBSCRIPTION, variables: '{}' })],
    ['deep variables', `{"id":"1","type":"subscribe","payload":{"query":"{a}","variables":${nested(60)}}}`],
    ['an identifier that is a number', '{"id":1,"type":"subscribe","payload":{"query":"{a}"}}'],
    ['a query that is an object', subscribe({ query: {} })],
    ['extensions that are a number', subscribe({ query: SUBSCRIPTION, extensions: 5 })],
  ])('for an operation with %s', async (_, message) => {
    const { code, messages } = await closed(INIT, [message]);
    expect([code, messages]).toEqual([4_400, ['{"type":"connection_ack"}']]);
  });

  test('for a message that is larger than a body may be', async () => {
    expect((await closed('x'.repeat(300_000))).code).toBe(1_009);
  });

  test('for an operation before the connection was acknowledged, and for a second beginning', async () => {
    expect((await closed(subscribe({ query: SUBSCRIPTION }))).code).toBe(4_401);
    expect((await closed(INIT, [INIT])).code).toBe(4_429);
  });

  test('when nothing comes', async () => {
    const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
    const code = await new Promise((resolve) => socket.addEventListener('close', (event) => resolve(event.code)));
    expect(code).toBe(4_408);
  });

  test.each([
    ['pings', () => '{"type":"ping"}'],
    ['operations that are wrong', (n: number) => subscribe({ query: `subscription { nothing${n} }` }, String(n))],
  ])('for a flood of %s, of which few are answered, and others do not notice', async (_, message) => {
    const flood = closed(
      INIT,
      Array.from({ length: 20_000 }, (_, n) => message(n)),
    );
    const others: number[] = [];
    for (let count = 0; count < 20; count++) others.push(await smallQuestion());
    const { code, reason, messages } = await flood;
    expect([code, reason]).toEqual([1_008, 'More than 100 messages a second']);
    expect(messages.length).toBeLessThanOrEqual(200);
    expect(Math.max(...others)).toBeLessThan(2_000);
  });
});
