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
