import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { startGatewayWithEvents, ways, type EventGateway } from './gateway-with-events.ts';

let gateway: EventGateway;
const query =
  'subscription ($prefix: String) { changed: orderChanged(prefix: $prefix) { id status customer { name } } }';

beforeAll(async () => {
  gateway = await startGatewayWithEvents();
});
afterAll(() => gateway.stop());

async function streams(count: number): Promise<void> {
  for (let tries = 0; gateway.subgraphs.streams() !== count; tries += 1) {
    if (tries > 500) throw new Error(`Waited for ${count} streams; there are ${gateway.subgraphs.streams()}.`);
    await pause(10);
  }
}

describe.each(ways)('a subscription over %s', (way) => {
  test('brings each event with what other subgraphs know about it', async () => {
    const told = gateway.follow(way, query, { variables: { prefix: 'a' } });
    await streams(1);
    gateway.subgraphs.tell({ id: 'a1', status: 'NEW', customer: '7' });
    gateway.subgraphs.tell({ id: 'b1', status: 'NEW', customer: '8' });
    gateway.subgraphs.tell({ id: 'a2', status: 'PAID' });
    expect(await told.until(2)).toEqual([
      { data: { changed: { id: 'a1', status: 'NEW', customer: { name: 'Customer 7' } } } },
      { data: { changed: { id: 'a2', status: 'PAID', customer: null } } },
    ]);
    told.stop();
    await streams(0);
  });

  test('goes on after events that fail, at their own subgraph or at another', async () => {
    const told = gateway.follow(way, query);
    await streams(1);
    gateway.subgraphs.tell({ id: '1', status: 'NEW', fault: true });
    await told.until(1);
    gateway.subgraphs.customersFail = true;
    gateway.subgraphs.tell({ id: '2', status: 'NEW', customer: '7' });
    await told.until(2);
    gateway.subgraphs.customersFail = false;
    gateway.subgraphs.tell({ id: '3', status: 'NEW' });
    expect(await told.until(3)).toMatchObject([
      {
        data: { changed: null },
        errors: [
          { path: ['changed'], message: 'A service could not answer this.', extensions: { code: 'SUBGRAPH_ERROR' } },
        ],
      },
      {
        data: { changed: { id: '2', customer: null } },
        errors: [
          {
            path: ['changed', 'customer', 'name'],
            extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'customers' },
          },
        ],
      },
      { data: { changed: { id: '3' } } },
    ]);
    expect(JSON.stringify(told.items)).not.toContain('SELECT');
    told.stop();
    await streams(0);
  });

  test('is authorized: a field that the caller may not see opens no stream', async () => {
    const staffOnly = 'subscription { ordersOfStaff { id } }';
    const refused = gateway.follow(way, staffOnly, { token: await gateway.token({ scopes: ['orders:read'] }) });
    await refused.end();
    expect(refused.items).toMatchObject([
      {
        data: { ordersOfStaff: null },
        errors: [{ extensions: { code: 'FORBIDDEN', missingScopes: ['orders:staff'] } }],
      },
    ]);
    expect(gateway.subgraphs.streams()).toBe(0);
    const allowed = gateway.follow(way, staffOnly, { token: await gateway.token({ scopes: ['orders:staff'] }) });
    await streams(1);
    gateway.subgraphs.tell({ id: '1', status: 'NEW' });
    expect(await allowed.until(1)).toEqual([{ data: { ordersOfStaff: { id: '1' } } }]);
    allowed.stop();
    await streams(0);
  });

  test('carries the caller assertion to the subgraph, and no header of the client', async () => {
    gateway.subgraphs.opened.length = 0;
    const told = gateway.follow(way, query, { token: await gateway.token() });
    await streams(1);
    expect(gateway.subgraphs.opened).toMatchObject([{ 'x-amtgraph-caller': expect.stringMatching(/^ey/) }]);
    expect(gateway.subgraphs.opened[0]).not.toHaveProperty('authorization');
    told.stop();
    await streams(0);
  });

  test('ends with what the subgraph says when it refuses', async () => {
    const told = gateway.follow(way, 'subscription { unavailable { id } }');
    await told.end();
    expect(told.items).toMatchObject([{ errors: [{ extensions: { code: expect.any(String) } }] }]);
  });

  test.each([
    ['a document that cannot be read', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a query', '{ order(id: 1) { id } }', 'BAD_REQUEST'],
    [
      'a document with too many aliases',
      `subscription { orderChanged { ${Array.from({ length: 40 }, (_, index) => `a${index}: id`).join(' ')} } }`,
      'LIMIT_EXCEEDED',
    ],
  ])('is refused for %s', async (_what, document, code) => {
    const told = gateway.follow(way, document);
    const { error } = await told.end();
    const text =
      error instanceof Error && 'response' in error ? await (error.response as Response).text() : JSON.stringify(error);
    expect(text).toContain(`"code":"${code}"`);
    expect(told.items).toEqual([]);
  });

  test('is refused for a token that is not accepted', async () => {
    const told = gateway.follow(way, query, { token: `${await gateway.token()}x` });
    const { error } = await told.end();
    if (way === 'WebSocket') expect(told.closed()).toMatchObject({ code: 4401 });
    else expect((error as { response: Response }).response.status).toBe(401);
  });
});

test('a plain POST of a subscription is refused and says what to do', async () => {
  const ask = () =>
    fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'subscription { orderChanged { id } }' }),
    });
  for (const response of [await ask(), await ask()]) {
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('text/event-stream'), extensions: { code: 'BAD_REQUEST' } }],
    });
  }
});

test('an event stream comes at /graphql too, with GET as EventSource asks', async () => {
  const search = new URLSearchParams({
    query: 'subscription ($prefix: String) { orderChanged(prefix: $prefix) { id } }',
    variables: '{"prefix":"x"}',
  });
  const leaving = new AbortController();
  const response = await fetch(`${gateway.url}?${search.toString()}`, {
    headers: { accept: 'text/event-stream' },
    signal: leaving.signal,
  });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  await streams(1);
  gateway.subgraphs.tell({ id: 'x1', status: 'NEW' });
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.includes('x1')) break;
  }
  expect(text).toContain('event: next\ndata: {"data":{"orderChanged":{"id":"x1"}}}\n\n');
  leaving.abort();
  await streams(0);
});

test('a page of a foreign origin may not open a WebSocket', async () => {
  const open = (origin: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws', { origin });
      socket.once('open', () => resolve('open'));
      socket.once('error', (error) => resolve(error.message));
    });
  expect(await open('https://elsewhere.example')).toContain('403');
  expect(await open(new URL(gateway.url).origin)).toBe('open');
});
