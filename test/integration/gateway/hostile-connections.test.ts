import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { othersUnharmed, warmUp } from './others-unharmed.ts';
import { protectedGraph } from './protected/graph.ts';
import { startTestGateway, type TestGateway } from './running-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway(protectedGraph);
  await warmUp(gateway);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
});

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n';

interface Ending {
  seconds: number;
  /** What the server said before it closed. */
  said: string;
}

/** Opens a connection, lets the client do its worst, and waits until the server has closed it. */
function endingOf(worst: (socket: Socket, whileOpen: (step: () => void) => void) => void): Promise<Ending> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    const timers: NodeJS.Timeout[] = [];
    let said = '';
    socket.on('data', (chunk) => (said += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const timer of timers) clearInterval(timer);
      resolve({ seconds: (performance.now() - startedAt) / 1_000, said });
    });
    worst(socket, (step) => timers.push(setInterval(step, 400)));
  });
}

const idle = () => endingOf(() => undefined);
const dribbledHeaders = () =>
  endingOf((socket, whileOpen) => {
    socket.write(HEAD);
    whileOpen(() => socket.write('x-a: b\r\n'));
  });
const dribbledBody = () =>
  endingOf((socket, whileOpen) => {
    socket.write(`${HEAD}content-length: 5000\r\n\r\n{"query":"`);
    whileOpen(() => socket.write('x'));
  });
const dribbledChunks = () =>
  endingOf((socket, whileOpen) => {
    socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
    whileOpen(() => socket.write('1\r\nx\r\n'));
  });

describe('A request with GET', () => {
  const search = '/graphql?query=%7Bopen%7D';
  const asking = (head: string) => endingOf((socket) => socket.write(`${head}apollo-require-preflight: 1\r\n\r\n`));

  test.each(['', '[', '%', 'a b', '<x>'])(
    'is answered whatever name it calls the gateway by, also "%s"',
    async (host) => {
      const { said } = await asking(`GET ${search} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n`);
      expect(said).toMatch(/^HTTP\/1\.1 200 [^]*\{"data":\{"open":"open"\}\}/);
    },
  );

  test('is answered when it is of HTTP/1.0 and calls it nothing', async () => {
    const { said } = await asking(`GET ${search} HTTP/1.0\r\n`);
    expect(said).toMatch(/^HTTP\/1\.1 200 [^]*\{"data":\{"open":"open"\}\}/);
  });
});

describe('A client that keeps a connection and does not ask', () => {
  test('is cut off in time, however it does that, and five hundred of them harm nobody', async () => {
    const endings = await othersUnharmed(gateway, () =>
      Promise.all([
        ...Array.from({ length: 500 }, idle),
        ...Array.from({ length: 20 }, dribbledHeaders),
        ...Array.from({ length: 20 }, dribbledBody),
        ...Array.from({ length: 20 }, dribbledChunks),
      ]),
    );
    const slowest = (from: number, to: number) => Math.max(...endings.slice(from, to).map(({ seconds }) => seconds));
    expect(slowest(0, 500)).toBeLessThan(20);
    expect(slowest(500, 520)).toBeLessThan(20);
    expect(slowest(520, 560)).toBeLessThan(25);
    for (const { said } of endings.slice(500)) expect(said).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
  }, 60_000);

  test('and goes away in the middle leaves no trace', async () => {
    await othersUnharmed(gateway, () =>
      Promise.all(
        Array.from({ length: 50 }, () =>
          endingOf((socket) => {
            socket.write(`${HEAD}content-length: 5000\r\n\r\n{"query":"`);
            setTimeout(() => socket.resetAndDestroy(), 20);
          }),
        ),
      ),
    );
  });
});

const OK = '{"query":"{ open }"}';
const SOCKET = 'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

describe('A client that offers another protocol', () => {
  test.each([
    [
      'HTTP/2, as Java does with every request',
      'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n',
    ],
    ['one that nobody knows', 'connection: upgrade\r\nupgrade: foo/9\r\n'],
    ['a WebSocket, with POST', `${SOCKET}sec-websocket-version: 13\r\n`],
  ])('(%s) is answered in this one', async (_, headers) => {
    const { said } = await endingOf((socket) => {
      socket.write(`${HEAD}${headers}content-length: ${OK.length}\r\n\r\n${OK}`);
      setTimeout(() => socket.end(), 500);
    });
    expect(said).toMatch(/^HTTP\/1\.1 200 [\s\S]*\{"data":\{"open":"open"\}\}$/);
  });

  test.each([
    ['a WebSocket where there is none', '/health', 'sec-websocket-version: 13\r\n', 400],
    ['a WebSocket at an address that nobody has', '/nothing', 'sec-websocket-version: 13\r\n', 404],
    ['a WebSocket of a version that there is none of', '/graphql', 'sec-websocket-version: 99\r\n', 400],
    [
      'a WebSocket for a page of somebody else',
      '/graphql',
      'sec-websocket-version: 13\r\norigin: https://evil.example\r\n',
      403,
    ],
  ])('(%s) is refused before it is open', async (_, path, headers, status) => {
    const { said, seconds } = await othersUnharmed(gateway, () =>
      endingOf((socket) => socket.write(`GET ${path} HTTP/1.1\r\nhost: gateway\r\n${SOCKET}${headers}\r\n`)),
    );
    expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(seconds).toBeLessThan(2);
  });
});

describe('A client that sends a request with its body in a way of its own', () => {
  const answers = (bytes: string, wait = 500) =>
    othersUnharmed(gateway, () =>
      endingOf((socket) => {
        socket.write(bytes, 'latin1');
        setTimeout(() => socket.destroy(), wait);
      }),
    );
  const inChunks = [...OK].map((byte) => `1\r\n${byte}\r\n`).join('');
  const withLength = `${HEAD}content-length: ${OK.length}\r\n\r\n${OK}`;

  test.each([
    ['a byte at a time', `${HEAD}transfer-encoding: chunked\r\n\r\n${inChunks}0\r\n\r\n`, 1],
    ['two hundred requests at once', withLength.repeat(200), 200],
    ['after asking whether it may', `${HEAD}expect: 100-continue\r\ncontent-length: ${OK.length}\r\n\r\n${OK}`, 1],
  ])('(%s) is answered', async (_, bytes, times) => {
    const { said } = await answers(bytes, 2_000);
    expect(said.match(/HTTP\/1\.1 200 /g)).toHaveLength(times);
    expect(said.match(/\{"data":\{"open":"open"\}\}/g)).toHaveLength(times);
  });

  test.each([
    [
      'chunks and a length',
      `${HEAD}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n`,
      400,
    ],
    ['an encoding that hides chunks', `${HEAD}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n`, 400],
    ['a space before the colon', `${HEAD}transfer-encoding : chunked\r\n\r\n0\r\n\r\n`, 400],
    ['a chunk of less than nothing', `${HEAD}transfer-encoding: chunked\r\n\r\n-1\r\n\r\n`, 400],
    ['a chunk that overflows', `${HEAD}transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\nx`, 400],
    [
      '100 KB behind the size of a chunk',
      `${HEAD}transfer-encoding: chunked\r\n\r\n1;${'x'.repeat(100_000)}\r\n{\r\n0\r\n\r\n`,
      400,
    ],
    [
      '300 KB in chunks',
      `${HEAD}transfer-encoding: chunked\r\n\r\n${`1000\r\n${'x'.repeat(4_096)}\r\n`.repeat(80)}0\r\n\r\n`,
      413,
    ],
    ['a length below nothing', `${HEAD}content-length: -5\r\n\r\n`, 400],
    ['a length in hexadecimal', `${HEAD}content-length: 0x10\r\n\r\nhello`, 400],
    ['a gigabyte announced', `${HEAD}content-length: 1000000000\r\n\r\nx`, 413],
    ['a gigabyte announced and asked about', `${HEAD}expect: 100-continue\r\ncontent-length: 1000000000\r\n\r\n`, 413],
    ['thousands of headers', `${HEAD}${'a: b\r\n'.repeat(5_000)}content-length: 0\r\n\r\n`, 431],
    ['a NUL in a header', `${HEAD}x: a\0b\r\ncontent-length: 0\r\n\r\n`, 400],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n', 400],
  ])('(%s) is refused', async (_, bytes, status) => {
    const { said } = await answers(bytes);
    const last = said.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
    expect(last).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(said).not.toMatch(/HTTP\/1\.1 200/);
  });
});

describe('What is no HTTP', () => {
  test.each([
    ['bytes', '\u0000\u0001\u0002\r\n\r\n'],
    ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n'],
    ['a request with two lengths', `${HEAD}content-length: 5\r\ncontent-length: 6\r\n\r\n{"a":`],
    ['a request with a length and chunks', `${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a header without a name', 'GET / HTTP/1.1\r\nhost: x\r\n: y\r\n\r\n'],
    ['a method that there is none', 'FOO / HTTP/1.1\r\nhost: x\r\n\r\n'],
  ])('(%s) is answered with 400 and closed', async (_, bytes) => {
    const { said, seconds } = await othersUnharmed(gateway, () => endingOf((socket) => socket.write(bytes, 'latin1')));
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(seconds).toBeLessThan(2);
  });
});
