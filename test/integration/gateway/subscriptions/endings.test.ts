import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import type { GatewayConfig } from '../../../../gateway/config.ts';
import { collect } from '../../../testkit/subscriptions/collect.ts';
import {
  socketClient,
  startGatewayWithEvents,
  ways,
  type EventGateway,
  type Following,
  type Told,
  type Way,
} from './gateway-with-events.ts';

let gateway: EventGateway;
afterEach(() => gateway.stop());

const query = 'subscription { orderChanged { id status } }';

async function start(settings: Partial<GatewayConfig> = {}): Promise<void> {
  gateway = await startGatewayWithEvents(settings);
}

async function eventually(what: string, condition: () => boolean, patienceMs = 15_000): Promise<void> {
  for (const deadline = Date.now() + patienceMs; !condition(); await pause(10)) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
  }
}

const streams = (count: number) => eventually(`${count} streams`, () => gateway.subgraphs.streams() === count);

/** A stream says why it ends with its last result; a WebSocket with the code that it is closed with. */
async function expectEnding(way: Way, told: Following, code: string, closeCode: number): Promise<void> {
  await told.end();
  if (way === 'WebSocket') expect(told.ended?.error).toMatchObject({ code: closeCode, reason: code });
  else expect(told.items.at(-1)).toMatchObject({ errors: [{ extensions: { code } }] });
}

/** Nothing is left of what has ended. */
async function expectNothingOpen(): Promise<void> {
  await streams(0);
  expect(gateway.subscriptions.size).toBe(0);
}

describe.each(ways)('a subscription over %s is ended', (way) => {
  test("when the caller's token expires", async () => {
    await start();
    // Tokens are accepted for 60 s more: clocks differ.
    const told = gateway.follow(way, query, { token: await gateway.token({ expiresIn: -57 }) });
    await streams(1);
    gateway.subgraphs.tell({ id: '1', status: 'NEW' });
    await told.until(1);
    await expectEnding(way, told, 'SUBSCRIPTION_TOKEN_EXPIRED', 4410);
    await expectNothingOpen();
  });

  test('when the login session ends, and only those of that session', async () => {
    await start();
    const erika = gateway.follow(way, query, { token: await gateway.token({ sub: 'erika' }) });
    const max = gateway.follow(way, query, { token: await gateway.token({ sub: 'max' }) });
    await streams(2);
    gateway.subscriptions.endSessions(({ citizen }) => citizen?.session === 'session of erika');
    await expectEnding(way, erika, 'SUBSCRIPTION_SESSION_ENDED', 4401);
    await streams(1);
    gateway.subgraphs.tell({ id: '1', status: 'NEW' });
    await max.until(1);
    max.stop();
    await streams(0);
  });

  test('when the supergraph changes, and can be opened again by the new one', async () => {
    await start();
    const told = gateway.follow(way, query);
    await streams(1);
    await gateway.swap();
    await expectEnding(way, told, 'SUBSCRIPTION_SCHEMA_CHANGED', 4412);
    await expectNothingOpen();
    const again = gateway.follow(way, query);
    await streams(1);
    gateway.subgraphs.tell({ id: '1', status: 'NEW' });
    await again.until(1);
  });

  test('when the gateway stops, which does not wait for clients', async () => {
    await start();
    const told = gateway.follow(way, query);
    await streams(1);
    const startedAt = Date.now();
    const stopped = gateway.shutDown();
    await expectEnding(way, told, 'SERVER_SHUTTING_DOWN', 4414);
    await expectNothingOpen();
    await stopped;
    expect(Date.now() - startedAt).toBeLessThan(8_000);
  });

  test.each(['sse', 'ws'])('when its subgraph dies, which sends events by %s', async (protocol) => {
    await start({ SUBSCRIPTION_PROTOCOLS: { orders: protocol } });
    const told = gateway.follow(way, 'subscription { orderChanged { id customer { name } } }');
    await streams(1);
    gateway.subgraphs.tell({ id: '1', status: 'NEW', customer: '7' });
    await told.until(1);
    gateway.subgraphs.killOrders();
    await told.end();
    expect(told.items).toMatchObject([
      { data: { orderChanged: { id: '1', customer: { name: 'Customer 7' } } } },
      { errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'orders' } }] },
    ]);
    expect(gateway.subscriptions.size).toBe(0);
    const refused = gateway.follow(way, query);
    await refused.end();
    expect(refused.items).toMatchObject([{ errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] }]);
  });

  test('when a client has too many: the next is refused, and there is room again after one ends', async () => {
    await start({ SUBSCRIPTIONS_PER_CALLER: 2 });
    const token = await gateway.token();
    const [first] = [gateway.follow(way, query, { token }), gateway.follow(way, query, { token })];
    await streams(2);
    const third = gateway.follow(way, query, { token });
    const { error } = await third.end();
    const text =
      error instanceof Error && 'response' in error ? await (error.response as Response).text() : JSON.stringify(error);
    expect(text).toContain('"code":"SUBSCRIPTION_LIMIT"');
    const other = gateway.follow(way, query, { token: await gateway.token({ sub: 'max' }) });
    await streams(3);
    first?.stop();
    await streams(2);
    gateway.follow(way, query, { token });
    await streams(3);
    expect(other.ended).toBeUndefined();
  });

  test('when all together have too many', async () => {
    await start({ SUBSCRIPTIONS_TOTAL: 1 });
    gateway.follow(way, query);
    await streams(1);
    const second = gateway.follow(way, query);
    await second.end();
    if (way === 'text/event-stream') {
      expect(second.ended?.error).toMatchObject({ response: { status: 503 } });
    } else expect(second.closed()).toMatchObject({ code: 1013 });
  });
});

describe('a client that does not read', () => {
  const large = 'x'.repeat(200_000);

  async function flood(isClosed: () => boolean): Promise<void> {
    await streams(1);
    const other = gateway.follow('text/event-stream', 'subscription { orderChanged { id } }');
    await streams(2);
    const before = process.memoryUsage().rss;
    for (let index = 0; index < 400 && gateway.subscriptions.size === 2; index += 1) {
      gateway.subgraphs.tell({ id: String(index), status: large });
      await pause(5);
    }
    await eventually('the end of the slow one', () => gateway.subscriptions.size === 1);
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
    await eventually('its connection to be closed', isClosed);
    const { length } = other.items;
    gateway.subgraphs.tell({ id: 'last', status: 'NEW' });
    await eventually('the other one to go on', () => other.items.at(-1)?.data.orderChanged.id === 'last');
    expect(length).toBeGreaterThan(0);
    expect(other.ended).toBeUndefined();
    other.stop();
  }

  test('over text/event-stream is closed, and others go on', async () => {
    await start();
    const request = httpRequest(`${gateway.url}/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    });
    request.end(JSON.stringify({ query }));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.pause();
    await flood(() => {
      // Only who reads learns of the end.
      response.resume();
      return response.destroyed;
    });
    request.destroy();
  });

  test('over a WebSocket is closed, and others go on', async () => {
    await start();
    const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await once(socket, 'message');
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
    socket.pause();
    await flood(() => {
      socket.resume();
      return socket.readyState === WebSocket.CLOSED;
    });
  });
});

test('the stock client of graphql-ws comes back by itself after a change of the supergraph', async () => {
  await start();
  const client = socketClient(gateway.url, undefined, () => undefined, { retryAttempts: 5 });
  const told = collect(client.iterate({ query }) as AsyncIterator<Told>);
  await streams(1);
  await gateway.swap();
  await streams(0);
  await streams(1);
  gateway.subgraphs.tell({ id: '1', status: 'NEW' });
  expect(await told.until(1)).toEqual([{ data: { orderChanged: { id: '1', status: 'NEW' } } }]);
  await client.dispose();
});

test('events of a subgraph that sends them over WebSockets arrive with the caller assertion, and end with the client', async () => {
  await start({ SUBSCRIPTION_PROTOCOLS: { orders: 'ws' } });
  const told = gateway.follow('text/event-stream', query, { token: await gateway.token() });
  await streams(1);
  for (const id of ['1', '2', '3']) gateway.subgraphs.tell({ id, status: 'NEW' });
  await told.until(3);
  expect(told.items.map(({ data }) => data.orderChanged.id)).toEqual(['1', '2', '3']);
  expect(gateway.subgraphs.opened).toMatchObject([{ 'x-amtgraph-caller': expect.stringMatching(/^ey/) }]);
  const refused = gateway.follow('text/event-stream', 'subscription { unavailable { id } }');
  await refused.end();
  expect(refused.items).toMatchObject([{ errors: [{ extensions: { code: expect.any(String) } }] }]);
  told.stop();
  await streams(0);
});
