import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { SubgraphError } from '../../../../gateway/execution/transport/subgraph-error.ts';
import type { SubgraphRequest } from '../../../../gateway/execution/transport/subgraph-transport.ts';
import { HttpTransport } from '../../../../gateway/execution/transport/http-transport.ts';
import { ResilientTransport } from '../../../../gateway/resilience/resilient-transport.ts';
import { defaultResilience, type ResilienceSettings } from '../../../../gateway/resilience/settings.ts';
import { answering, httpServer, nobody } from '../execution/transport/hostile-server.ts';

const ANSWER = JSON.stringify({ data: { me: 1 } });
const opened: ResilientTransport[] = [];
afterEach(() => Promise.all(opened.splice(0).map((transport) => transport.close())));

function resilient(settings?: Partial<ResilienceSettings>): ResilientTransport {
  const transport = new ResilientTransport(new HttpTransport(), settings ? { settings } : {});
  opened.push(transport);
  return transport;
}

function request(url: string, changes: Partial<SubgraphRequest> = {}): SubgraphRequest {
  const body = '{"query":"{ me }"}';
  return { subgraph: 'identity', url, body, headers: {}, deadline: Date.now() + 5_000, isMutation: false, ...changes };
}

async function codeOf(answer: Promise<unknown>): Promise<string> {
  const error: unknown = await answer.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SubgraphError)) throw new Error('expected a SubgraphError');
  return error.code;
}

/** A server that resets the first connections and answers on those that follow. */
function resetting(times: number) {
  const bodies: string[] = [];
  const server = httpServer((incoming, response, body) => {
    bodies.push(body);
    if (bodies.length <= times) incoming.socket.resetAndDestroy();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER);
  });
  return { server, bodies };
}

describe('A connection that breaks', () => {
  test('costs a query nothing but a moment: it is sent once more', async () => {
    const { server, bodies } = resetting(1);
    await using running = await server;
    expect(await resilient().fetch(request(running.url))).toMatchObject({ data: { me: 1 } });
    expect(bodies).toHaveLength(2);
  });

  test('twice is an error: there is one retry', async () => {
    const { server, bodies } = resetting(5);
    await using running = await server;
    expect(await codeOf(resilient().fetch(request(running.url)))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(bodies).toHaveLength(2);
  });

  test('is an error for a mutation, which may have been carried out', async () => {
    const { server, bodies } = resetting(1);
    await using running = await server;
    expect(await codeOf(resilient().fetch(request(running.url, { isMutation: true })))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(bodies).toHaveLength(1);
  });

  test('is no error for a mutation that had none to go by: it never left, and is sent once more', async () => {
    const url = await nobody();
    const retry = { ...defaultResilience.retry, pauseMs: [500, 500] as const };
    const answer = resilient({ retry }).fetch(request(url, { isMutation: true }));
    const bodies: string[] = [];
    const server = createServer((incoming, response) => {
      void text(incoming).then((body) => {
        bodies.push(body);
        return response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER);
      });
    });
    setTimeout(() => server.listen(Number(new URL(url).port), '127.0.0.1'), 100);
    expect(await answer).toMatchObject({ data: { me: 1 } });
    expect(bodies).toHaveLength(1);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('is not tried again when the pause would go beyond the deadline', async () => {
    const { server, bodies } = resetting(5);
    await using running = await server;
    const retry = { ...defaultResilience.retry, pauseMs: [400, 400] as const };
    const answer = resilient({ retry }).fetch(request(running.url, { deadline: Date.now() + 300 }));
    expect(await codeOf(answer)).toBe('SUBGRAPH_UNAVAILABLE');
    expect(bodies).toHaveLength(1);
  });

  test('is tried again for a tenth of the requests at most, besides the few retries saved up', async () => {
    const { server, bodies } = resetting(Infinity);
    await using running = await server;
    const breaker = { ...defaultResilience.breaker, atLeast: Infinity };
    const transport = resilient({ breaker, retry: { ...defaultResilience.retry, pauseMs: [0, 0] } });
    for (let count = 0; count < 100; count += 1) await codeOf(transport.fetch(request(running.url)));
    expect(bodies.length).toBeGreaterThan(105);
    expect(bodies.length).toBeLessThanOrEqual(100 + 10 + defaultResilience.retry.saved);
  });

  test('an answer with a 5xx is never asked for again', async () => {
    let asked = 0;
    await using server = await httpServer((_, response) => {
      asked += 1;
      response.writeHead(503).end();
    });
    expect(await codeOf(resilient().fetch(request(server.url)))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(asked).toBe(1);
  });
});

describe('A service that keeps failing', () => {
  test.each([
    ['5xx without anything to read', 'nothing', 503],
    ['5xx with errors that can be read', '{"errors":[{"message":"down"}]}', 500],
  ])('is not asked any more after 20 answers with %s, and the refusal comes at once', async (_, body, status) => {
    await using server = await answering(body, { status });
    const transport = resilient();
    for (let count = 0; count < 20; count += 1) {
      await transport.fetch(request(server.url)).catch(() => undefined);
    }
    const started = performance.now();
    expect(await codeOf(transport.fetch(request(server.url)))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(performance.now() - started).toBeLessThan(50);
  });

  test('is refused at once even to those who wait for a place when the breaker opens', async () => {
    let asked = 0;
    await using server = await httpServer(() => {
      asked += 1;
    });
    const transport = resilient({ bulkhead: { inFlight: 20, waiting: 50, waitMs: 60_000 } });
    const hanging = Array.from({ length: 20 }, () =>
      codeOf(transport.fetch(request(server.url, { deadline: Date.now() + 700 }))),
    );
    const waiting = Array.from({ length: 10 }, () => codeOf(transport.fetch(request(server.url))));
    expect(new Set(await Promise.all(hanging))).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
    const started = performance.now();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['SUBGRAPH_UNAVAILABLE']));
    expect(performance.now() - started).toBeLessThan(50);
    expect(asked).toBeLessThanOrEqual(30);
  });

  test('is asked again after a while, and used again once three probes succeeded', async () => {
    let failing = true;
    await using server = await httpServer((_, response) => {
      response.writeHead(failing ? 500 : 200, { 'content-type': 'application/json' }).end(ANSWER);
    });
    const transport = resilient({ breaker: { ...defaultResilience.breaker, openMs: 100 } });
    for (let count = 0; count < 20; count += 1) await codeOf(transport.fetch(request(server.url)));
    failing = false;
    expect(await codeOf(transport.fetch(request(server.url)))).toBe('SUBGRAPH_UNAVAILABLE');
    await new Promise((resolve) => setTimeout(resolve, 120));
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => transport.fetch(request(server.url))));
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(await transport.fetch(request(server.url))).toMatchObject({ data: { me: 1 } });
  });

  test('is not judged by requests that left it hardly any time', async () => {
    await using server = await httpServer((_, response) => {
      setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER), 150);
    });
    const transport = resilient();
    const hurried = Array.from({ length: 40 }, () =>
      codeOf(transport.fetch(request(server.url, { deadline: Date.now() + 50 }))),
    );
    expect(new Set(await Promise.all(hurried))).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
    expect(await transport.fetch(request(server.url))).toMatchObject({ data: { me: 1 } });
  });

  test('does not close the way to another', async () => {
    await using healthy = await answering(ANSWER);
    const transport = resilient();
    const gone = await nobody();
    for (let count = 0; count < 30; count += 1) await codeOf(transport.fetch(request(gone)));
    expect(await transport.fetch(request(healthy.url))).toMatchObject({ data: { me: 1 } });
  });
});

describe('A service that hangs', () => {
  test('gets 64 requests at a time; a few more wait, the rest is refused at once', async () => {
    let asked = 0;
    await using server = await httpServer(() => {
      asked += 1;
    });
    const transport = resilient();
    const { inFlight, waiting } = defaultResilience.bulkhead;
    const all = Array.from({ length: inFlight + waiting }, () =>
      codeOf(transport.fetch(request(server.url, { deadline: Date.now() + 400 }))),
    );
    const started = performance.now();
    expect(await codeOf(transport.fetch(request(server.url)))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(performance.now() - started).toBeLessThan(50);
    const codes = await Promise.all(all);
    expect(codes.slice(0, inFlight)).toEqual(Array.from({ length: inFlight }, () => 'SUBGRAPH_TIMEOUT'));
    expect(asked).toBeLessThanOrEqual(inFlight + waiting);
  });

  test('and answers in the end gives its places to those who waited, in their order', async () => {
    const held: (() => void)[] = [];
    const order: string[] = [];
    await using server = await httpServer((_, response, body) => {
      order.push(body);
      held.push(() => response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER));
    });
    const transport = resilient({ bulkhead: { inFlight: 1, waiting: 5, waitMs: 1_000 } });
    const all = ['a', 'b', 'c'].map((body) => transport.fetch(request(server.url, { body })));
    for (let count = 0; count < 3; count += 1) {
      while (held.length <= count) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(order).toHaveLength(count + 1);
      held[count]!();
    }
    await Promise.all(all);
    expect(order).toEqual(['a', 'b', 'c']);
  });
});
