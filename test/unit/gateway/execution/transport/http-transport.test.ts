import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { SubgraphError } from '../../../../../gateway/execution/transport/subgraph-error.ts';
import type { SubgraphRequest } from '../../../../../gateway/execution/transport/subgraph-transport.ts';
import { HttpTransport } from '../../../../../gateway/execution/transport/http-transport.ts';
import { answering, httpServer, nobody, rawServer } from './hostile-server.ts';

const ANSWER = JSON.stringify({ data: { me: { name: 'Jürgen' } } });
const PATIENCE_MS = 300;

let transport: HttpTransport;
beforeEach(() => {
  transport = new HttpTransport();
});
afterEach(() => transport.close());

function request(url: string, changes: Partial<SubgraphRequest> = {}): SubgraphRequest {
  const body = '{"query":"{ me { name } }"}';
  return { subgraph: 'identity', url, body, headers: {}, deadline: Date.now() + 5_000, isMutation: false, ...changes };
}

/** The error of a request that has to fail within its patience. */
async function failure(url: string, changes: Partial<SubgraphRequest> = {}): Promise<SubgraphError> {
  const started = Date.now();
  const error: unknown = await transport.fetch(request(url, changes)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SubgraphError);
  if (!(error instanceof SubgraphError)) throw new Error('unreachable');
  expect(error.subgraph).toBe('identity');
  expect(Date.now() - started).toBeLessThan(5_000);
  return error;
}

const soon = (): Partial<SubgraphRequest> => ({ deadline: Date.now() + PATIENCE_MS });

describe('A request', () => {
  test('is a POST of the body as it was given, with the headers of the transport and those of the caller', async () => {
    await using server = await httpServer((incoming, response, body) => {
      const { method, url, headers } = incoming;
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ data: { method, url, headers, body } }));
    });

    const headers = { authorization: 'Bearer x', Accept: 'text/html', 'x-deadline-ms': '1' };
    const { data } = await transport.fetch(request(`${server.url}?v=1`, { headers }));

    expect(data).toMatchObject({ method: 'POST', url: '/graphql?v=1', body: '{"query":"{ me { name } }"}' });
    expect(data?.['headers']).toMatchObject({
      authorization: 'Bearer x',
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'x-deadline-ms': expect.stringMatching(/^(4\d\d\d|5000)$/),
    });
  });

  test('reuses a connection of those before', async () => {
    await using server = await answering(ANSWER);
    for (let count = 0; count < 20; count += 1) await transport.fetch(request(server.url));
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  test.each([
    ['of a mutation after a second', true, 1_300],
    ['of a query after four seconds', false, 4_300],
  ])('takes no connection that may be closing: %s', async (_, isMutation, pause) => {
    const seen = new Map<unknown, number>();
    // Like a service behind a proxy that passes on the service's patience and has less of it itself.
    await using server = await httpServer((incoming, response) => {
      const isClosing = Date.now() - (seen.get(incoming.socket) ?? Infinity) > pause - 200;
      seen.set(incoming.socket, Date.now());
      if (isClosing) incoming.socket.resetAndDestroy();
      else response.writeHead(200, { 'content-type': 'application/json', 'keep-alive': 'timeout=75' }).end(ANSWER);
    });
    for (let count = 0; count < 10; count += 1) await transport.fetch(request(server.url, { isMutation }));
    const before = server.connections();
    expect(before).toBeLessThanOrEqual(2);
    await new Promise((resolve) => setTimeout(resolve, pause));
    expect(await transport.fetch(request(server.url, { isMutation }))).toMatchObject({ data: { me: {} } });
    expect(server.connections()).toBe(before + 1);
  });

  test('waits for a connection when all are busy, and no longer than until its deadline', async () => {
    await using server = await httpServer(() => undefined);
    const narrow = new HttpTransport({ connections: 1 });
    const first = narrow.fetch(request(server.url, soon()));
    const second = narrow.fetch(request(server.url, soon()));
    await expect(first).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    await expect(second).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    expect(server.connections()).toBeLessThanOrEqual(2);
    await narrow.close();
  });

  test('is not sent when its deadline has passed', async () => {
    await using server = await answering(ANSWER);
    expect(await failure(server.url, { deadline: Date.now() - 1 })).toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    expect(server.connections()).toBe(0);
  });

  test.each(['ftp://host/x', 'not a url', 'file:///etc/passwd'])('to "%s" is refused', async (url) => {
    expect(await failure(url)).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });

  test('with a header that would start another is refused', async () => {
    await using server = await answering(ANSWER);
    const headers = { 'accept-language': 'de\r\nx-injected: 1' };
    expect(await failure(server.url, { headers })).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(server.connections()).toBe(0);
  });

  test('in flight is refused when the transport closes, and so are later ones', async () => {
    await using server = await httpServer(() => undefined);
    const pending = failure(server.url);
    await transport.close();
    expect(await pending).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(await failure(server.url)).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });
});

describe('An answer', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/graphql-response+json; charset="utf-8"',
  ])('of the type %s is read', async (type) => {
    await using server = await answering(ANSWER, { 'content-type': type });
    expect(await transport.fetch(request(server.url))).toEqual({ data: { me: { name: 'Jürgen' } } });
  });

  test.each([
    ['gzip', gzipSync(ANSWER)],
    ['deflate', deflateSync(ANSWER)],
    ['br', brotliCompressSync(ANSWER)],
  ])('in %s is inflated', async (encoding, body) => {
    await using server = await answering(body, { 'content-encoding': encoding });
    expect(await transport.fetch(request(server.url))).toEqual({ data: { me: { name: 'Jürgen' } } });
  });

  test('in many pieces that cut characters in two is put together', async () => {
    await using server = await httpServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const bytes = Buffer.from(ANSWER);
      const next = (at: number): void => {
        if (at === bytes.length) return void response.end();
        response.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
      };
      next(0);
    });
    expect(await transport.fetch(request(server.url))).toEqual({ data: { me: { name: 'Jürgen' } } });
  });

  test.each([200, 400, 401, 500, 503])(
    'with status %d that says its errors in GraphQL is passed on',
    async (status) => {
      const errors = [{ message: 'no', path: ['me'], extensions: { code: 'NO' } }];
      await using server = await answering(JSON.stringify({ data: null, errors }), { status });
      // A server that is in trouble counts as one, whatever it still says.
      const trouble = status >= 500 ? { isFailing: true } : {};
      expect(await transport.fetch(request(server.url))).toEqual({ data: null, errors, ...trouble });
    },
  );

  test('with 100,000 errors keeps 100', async () => {
    const errors = Array.from({ length: 100_000 }, (_, index) => ({ message: `error ${index}` }));
    await using server = await answering(JSON.stringify({ data: { a: 1 }, errors }));
    const response = await transport.fetch(request(server.url));
    expect(response.errors).toHaveLength(100);
    expect(response.data).toEqual({ a: 1 });
  });

  test('brings no header and no cookie', async () => {
    await using server = await answering(ANSWER, { 'set-cookie': 'session=1', 'x-internal': 'host-7' });
    expect(await transport.fetch(request(server.url))).toEqual({ data: { me: { name: 'Jürgen' } } });
    await using echo = await httpServer((incoming, response) => {
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ data: { cookie: incoming.headers.cookie ?? null } }));
    });
    expect(await transport.fetch(request(echo.url))).toEqual({ data: { cookie: null } });
  });
});

describe('A service that does not answer', () => {
  test('says whether anything of it was sent', async () => {
    await using resetting = await rawServer((socket) => socket.resetAndDestroy());
    expect((await failure(resetting.url)).connection).toBe('lost');
    expect((await failure(await nobody())).connection).toBe('never made');
    await using broken = await answering('{');
    expect((await failure(broken.url)).connection).toBeUndefined();
  });

  test('because nobody listens is unavailable', async () => {
    expect(await failure(await nobody())).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });

  test('because its name does not exist is unavailable', async () => {
    expect(await failure('http://subgraph.invalid/graphql')).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });

  test('and hangs times out at the deadline, not after it', async () => {
    await using server = await httpServer(() => undefined);
    const started = Date.now();
    expect(await failure(server.url, soon())).toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    expect(Date.now() - started).toBeGreaterThan(PATIENCE_MS - 60);
    expect(Date.now() - started).toBeLessThan(PATIENCE_MS + 700);
  });

  test('beyond its headers times out', async () => {
    await using server = await httpServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    });
    expect(await failure(server.url, soon())).toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
  });

  test('but drips a byte now and then times out', async () => {
    await using server = await httpServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await failure(server.url, soon())).toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
  });

  test('but resets the connection is unavailable', async () => {
    await using server = await rawServer((socket) => socket.resetAndDestroy());
    expect(await failure(server.url)).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });

  test('but closes the connection in the middle of the body is unavailable', async () => {
    await using server = await rawServer((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"data":');
    });
    expect(await failure(server.url)).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });

  test.each([500, 502, 503, 504, 429])(
    'but a proxy does, with a page and status %d, is unavailable',
    async (status) => {
      await using server = await answering('<html>nginx 10.0.0.7', { status, 'content-type': 'text/html' });
      expect(await failure(server.url)).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    },
  );

  test.each(['{"message":"oops"}', '{"data":{"a":1}}', ''])('but says 500 and %j is unavailable', async (body) => {
    await using server = await answering(body, { status: 500 });
    expect(await failure(server.url)).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });
});

describe('An answer that cannot be used', () => {
  const deep = `{"data":{"a":${'['.repeat(100_000)}`;
  test.each([
    ['is a page of HTML with status 200', '<html>', { 'content-type': 'text/html' }],
    ['is HTML that calls itself JSON', '<html>', {}],
    ['is a page with status 404', 'Not found', { status: 404, 'content-type': 'text/plain' }],
    ['is in another charset', ANSWER, { 'content-type': 'application/json; charset=iso-8859-1' }],
    ['has an unknown compression', ANSWER, { 'content-encoding': 'zstd' }],
    ['is compressed twice', ANSWER, { 'content-encoding': 'gzip, gzip' }],
    ['is not compressed though it says so', ANSWER, { 'content-encoding': 'gzip' }],
    ['is empty', '', {}],
    ['is cut off', ANSWER.slice(0, -3), {}],
    ['is deep and cut off', deep, {}],
    ['is a list', '[]', {}],
    ['is null', 'null', {}],
    ['is a text', '"data"', {}],
    ['has neither data nor errors', '{}', {}],
    ['has null for data and no error', '{"data":null}', {}],
    ['has a list for data', '{"data":[1]}', {}],
    ['has a text for errors', '{"data":{"a":1},"errors":"no"}', {}],
    ['sets a prototype', '{"data":{"a":{"__proto__":{"isAdmin":true}}}}', {}],
    ['sets a prototype in disguise', '{"data":{"a":{"\\u005f_proto__":{"isAdmin":true}}}}', {}],
    ['reaches for the constructor', '{"data":{"a":{"constructor":{"prototype":{"x":1}}}}}', {}],
  ])('when it %s', async (_, body, headers) => {
    await using server = await answering(body, headers);
    expect(await failure(server.url)).toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE' });
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('isAdmin');
  });

  test('when it is no HTTP', async () => {
    await using server = await rawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(await failure(server.url)).toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE' });
  });

  test.each([301, 302, 303, 307, 308])('when it is a redirect (%d), which is not followed', async (status) => {
    let reached = 0;
    await using inside = await httpServer((_, response) => {
      reached += 1;
      response.setHeader('content-type', 'application/json').end(ANSWER);
    });
    await using server = await answering(ANSWER, { status, location: inside.url });
    expect(await failure(server.url)).toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE' });
    expect(reached).toBe(0);
  });

  test('when it announces 50 MB, of which next to nothing is read', async () => {
    const body = Buffer.alloc(50 * 1024 * 1024, ' ');
    let sent = 0;
    await using server = await httpServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      response.on('close', () => (sent = response.socket?.bytesWritten ?? 0)).end(body);
    });
    expect(await failure(server.url)).toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE' });
    expect(sent).toBeLessThan(body.length / 2);
  });

  test('when 50 MB come unannounced: reading stops at the cap', async () => {
    let written = 0;
    await using server = await httpServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const piece = Buffer.alloc(256 * 1024, ' ');
      const next = (): void => {
        written += piece.length;
        if (written >= 50 * 1024 * 1024) return void response.end();
        response.write(piece, (error) => (error ? undefined : setImmediate(next)));
      };
      next();
    });
    expect(await failure(server.url)).toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE' });
    expect(written).toBeLessThan(30 * 1024 * 1024);
  });

  test('when 64 KB of gzip would become 64 MB: inflating stops at the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    expect(bomb.length).toBeLessThan(80_000);
    await using server = await answering(bomb, { 'content-encoding': 'gzip' });
    const before = process.memoryUsage().rss;
    expect(await failure(server.url)).toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE' });
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  });

  test('when its headers are larger than 16 KB', async () => {
    await using server = await answering(ANSWER, { 'x-large': 'x'.repeat(20_000) });
    expect(await failure(server.url)).toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE' });
  });

  test('is told to a client without a word of the service or the network', async () => {
    await using server = await answering('SELECT * FROM citizen WHERE name = Jürgen', { status: 500 });
    const { message } = await failure(server.url);
    expect(message).toBe('The service "identity" is not available at the moment.');
  });
});

test('A deep answer is read, and the next request is as good as any', async () => {
  const levels = 100_000;
  await using server = await answering(`{"data":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`);
  await transport.fetch(request(server.url)).catch((error: unknown) => expect(error).toBeInstanceOf(SubgraphError));
  await using good = await answering(ANSWER);
  expect(await transport.fetch(request(good.url))).toEqual({ data: { me: { name: 'Jürgen' } } });
});

test('A service that hangs does not slow another', async () => {
  await using hanging = await httpServer(() => undefined);
  await using good = await answering(ANSWER);
  const stuck = Array.from({ length: 200 }, () => failure(hanging.url, { deadline: Date.now() + 3_000 }));
  const started = Date.now();
  await transport.fetch(request(good.url));
  expect(Date.now() - started).toBeLessThan(1_500);
  for (const { code } of await Promise.all(stuck)) expect(code).toBe('SUBGRAPH_TIMEOUT');
});
