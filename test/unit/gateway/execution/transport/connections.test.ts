import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { lookup } from 'node:dns';
import { request as askNode } from 'node:http';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { HttpTransport } from '../../../../../gateway/execution/transport/http-transport.ts';
import type {
  SubgraphRequest,
  SubgraphResponse,
} from '../../../../../gateway/execution/transport/subgraph-transport.ts';
import { RoutingHosts } from '../../../../../platform/routing-hosts.ts';
import { httpServer, nobody, rawServer } from './hostile-server.ts';

const json = { 'content-type': 'application/json' };
const answer = (value: unknown): string => JSON.stringify({ data: { value } });
const onTheWire = (body: string, ...fields: string[]): string =>
  ['HTTP/1.1 200 OK', 'content-type: application/json', `content-length: ${body.length}`, ...fields, '', body].join(
    '\r\n',
  );
const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

let transport: HttpTransport;
beforeEach(() => {
  transport = new HttpTransport({ connections: 1 });
});
afterEach(() => transport.close());

function ask(url: string, changes: Partial<SubgraphRequest> = {}, by = transport): Promise<SubgraphResponse> {
  const deadline = Date.now() + 5_000;
  return by.fetch({ subgraph: 'identity', url, body: '{}', headers: {}, deadline, isMutation: false, ...changes });
}

/** Does something for each request that comes over a connection. */
function rawAnswers(handle: (socket: Socket, count: number) => void): ReturnType<typeof rawServer> {
  let count = 0;
  return rawServer((socket) => {
    const next = (): void => handle(socket, (count += 1));
    socket.on('data', next);
    next();
  });
}

describe('What nobody asked for', () => {
  test('after an answer is not taken for the next answer', async () => {
    await using server = await rawAnswers((socket, count) => {
      socket.write(onTheWire(answer(count)) + (count === 1 ? onTheWire(answer('of another')) : ''));
    });
    expect(await ask(server.url)).toEqual({ data: { value: 1 } });
    expect(await ask(server.url)).toEqual({ data: { value: 2 } });
    expect(server.connections()).toBe(2);
  });

  test('while nothing is asked ends the connection', async () => {
    await using server = await rawAnswers((socket, count) => {
      socket.write(onTheWire(answer(count)));
      setTimeout(() => socket.write(onTheWire(answer('of another'))), 30);
    });
    expect(await ask(server.url)).toEqual({ data: { value: 1 } });
    await pause(80);
    expect(await ask(server.url)).toEqual({ data: { value: 2 } });
    expect(server.connections()).toBe(2);
  });
});

describe('A connection', () => {
  test('carries no other request while something of the last one has not left', async () => {
    await using server = await rawServer((socket) => {
      socket.pause();
      socket.write(onTheWire(answer('read enough')));
    });
    const body = JSON.stringify({ query: 'x'.repeat(30_000_000) });
    expect(await ask(server.url, { body })).toEqual({ data: { value: 'read enough' } });
    expect(await ask(server.url)).toEqual({ data: { value: 'read enough' } });
    expect(server.connections()).toBe(2);
  });

  test('that the other side closes without a word is not used again', async () => {
    await using server = await httpServer((incoming, response) => {
      response.writeHead(200, json).end(answer(1));
      setTimeout(() => incoming.socket.end(), 20);
    });
    await ask(server.url);
    await pause(80);
    expect(await ask(server.url)).toEqual({ data: { value: 1 } });
    expect(server.connections()).toBe(2);
  });

  test('of HTTP/1.0 ends with its answer', async () => {
    await using server = await rawServer((socket) => {
      socket.end(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${answer('old')}`);
    });
    expect(await ask(server.url)).toEqual({ data: { value: 'old' } });
    expect(await ask(server.url)).toEqual({ data: { value: 'old' } });
    expect(server.connections()).toBe(2);
  });

  test('is not ended by an answer that turns out to be damaged when it carries the next request', async () => {
    const damaged = gzipSync(answer('x'.repeat(100_000))).fill(7, 40);
    await using server = await httpServer((incoming, response, body) => {
      if (body === '"first"') response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(damaged);
      else setTimeout(() => response.writeHead(200, json).end(answer(incoming.socket.remotePort)), 100);
    });
    const both = await Promise.allSettled([ask(server.url, { body: '"first"' }), ask(server.url)]);
    expect(both).toMatchObject([{ reason: { code: 'SUBGRAPH_BAD_RESPONSE' } }, { status: 'fulfilled' }]);
    expect(server.connections()).toBe(1);
  });

  test('keeps nothing of the request for which it was made', async () => {
    const store = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const resolve = ((_: string, __: object, callback: (error: Error) => void) => {
      seen.push(store.getStore());
      callback(new Error('nowhere'));
    }) as typeof lookup;
    const named = new HttpTransport({ hosts: new RoutingHosts({ allowed: ['agency'], resolve }) });
    await store.run('a citizen', async () => {
      await expect(ask('http://agency/graphql', {}, named)).rejects.toMatchObject({ connection: 'never made' });
      expect(store.getStore()).toBe('a citizen');
    });
    expect(seen).toEqual([undefined]);
    await named.close();
  });

  test('that is not made in time is given up', async () => {
    const never = (() => undefined) as unknown as typeof lookup;
    const hosts = new RoutingHosts({ allowed: ['agency'], resolve: never });
    const patient = new HttpTransport({ hosts, connectTimeoutMs: 50 });
    const reason = 'connection failed: ETIMEDOUT';
    await expect(ask('http://agency/graphql', {}, patient)).rejects.toMatchObject({ reason, connection: 'never made' });
    await patient.close();
  });
});

describe('Requests that wait for a connection', () => {
  test('are sent in their order, those of which nobody waits for the answer not at all', async () => {
    const bodies: string[] = [];
    await using server = await httpServer((_, response, body) => {
      bodies.push(body);
      setTimeout(() => response.writeHead(200, { ...json, connection: 'close' }).end(answer(body)), 60);
    });
    const soon = { deadline: Date.now() + 40 };
    const all = ['1', '2', '3', '4'].map((body) => ask(server.url, { body, ...(body === '3' && soon) }));
    const ended = await Promise.allSettled(all);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(bodies).toEqual(['1', '2', '4']);
  });

  test('are refused one after the other when nobody listens', async () => {
    const url = await nobody();
    const ended = await Promise.allSettled(Array.from({ length: 5 }, () => ask(url)));
    for (const one of ended) expect(one).toMatchObject({ reason: { connection: 'never made' } });
  });

  test('are refused when the transport closes', async () => {
    await using server = await httpServer(() => undefined);
    const ended = Promise.allSettled(Array.from({ length: 3 }, () => ask(server.url)));
    await pause(50);
    await transport.close();
    for (const one of await ended) expect(one).toMatchObject({ reason: { code: 'SUBGRAPH_UNAVAILABLE' } });
  });
});

test('A header goes as the bytes that it came with, beside a body in UTF-8', async () => {
  await using server = await httpServer((incoming, response, body) => {
    response.writeHead(200, json).end(answer([incoming.headers['x-name'], body]));
  });
  const { data } = await ask(server.url, { headers: { 'x-name': 'J\xfcrgen' }, body: '{"name":"Jürgen €"}' });
  expect(data).toEqual({ value: ['J\xfcrgen', '{"name":"Jürgen €"}'] });
});

describe('Beside the HTTP client of Node', () => {
  const bases = [
    onTheWire(answer(1)),
    onTheWire(answer(2), 'connection: keep-alive', 'keep-alive: timeout=5', 'x-other: 1'),
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5;a=1\r\n{"dat\r\n8\r\na":{"a":\r\n3\r\n1}}\r\n0\r\nx: y\r\n\r\n`,
    `HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${answer(3)}`,
    `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${onTheWire(answer(4))}`,
  ];
  const bytes = fc.constantFrom(
    ...'\r\n\t :;,0159aAfx-"{}\0\x7f\xa0',
    '\r\n',
    '\r\n ',
    '\r\n\r\n',
    'content-length: 3\r\n',
  );
  const change = fc.record({ at: fc.nat(200), remove: fc.nat(2), insert: fc.option(bytes, { nil: '' }) });

  /** Status and body where the response is complete, whatever comes after it. */
  function askByNode(url: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      let taken: (() => string | undefined) | undefined;
      const outgoing = askNode(url, { method: 'POST', agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
        taken = () => (response.complete ? `${response.statusCode} ${Buffer.concat(chunks).toString()}` : undefined);
      });
      outgoing.on('error', () => undefined).on('close', () => setImmediate(() => resolve(taken?.())));
      outgoing.end('{}');
    });
  }

  test('every answer that is taken is one that Node takes for the same', async () => {
    let wire = '';
    await using server = await rawServer((socket) => void socket.end(wire, 'latin1'));
    let taken = 0;
    const property = fc.asyncProperty(
      fc.constantFrom(...bases),
      fc.array(change, { maxLength: 2 }),
      async (base, changes) => {
        wire = changes.reduce(
          (text, { at, remove, insert }) =>
            text.slice(0, at % text.length) + insert + text.slice((at % text.length) + remove),
          base,
        );
        const ours = await ask(server.url).catch(() => undefined);
        if (!ours) return;
        taken += 1;
        const text = await askByNode(server.url);
        expect(text).toMatch(/^2\d\d /);
        expect(ours).toEqual(JSON.parse(text?.slice(4) ?? ''));
      },
    );
    await fc.assert(property, { numRuns: 400 });
    expect(taken).toBeGreaterThan(80);
  });
});
