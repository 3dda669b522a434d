import { describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { LOST_MS_HEADER, startBalancer, type Balancer } from '../../../bench/soak/balancer.ts';

const LAY_MS = 300;

interface Gateway extends AsyncDisposable {
  server: Server;
  origin: string;
  isReady: boolean;
}

/** A gateway that answers, or one whose connections break after a while. */
async function startGateway(breaks: boolean): Promise<Gateway> {
  const server = createServer((incoming, response) => {
    if (incoming.url === '/ready') response.writeHead(gateway.isReady ? 200 : 503).end();
    else if (breaks) {
      gateway.isReady = false;
      setTimeout(() => incoming.socket.destroy(), LAY_MS);
    } else response.end('answered');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gateway: Gateway = {
    server,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isReady: breaks,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gateway;
}

/** The answer to a query that lay at a gateway whose connection broke before another answered. */
async function answerAfterBreak(isKilled: (origin: string) => boolean): Promise<Response> {
  await using breaking = await startGateway(true);
  await using answering = await startGateway(false);
  await using balancer = await startBalancer([breaking.origin, answering.origin], isKilled);
  await untilReady(balancer, breaking.origin);
  const asked = fetch(balancer.url, { method: 'POST', body: JSON.stringify({ query: '{ me { id } }' }) });
  answering.isReady = true;
  const answer = await asked;
  expect(await answer.text()).toBe('answered');
  expect(balancer.repeated).toBe(1);
  return answer;
}

async function untilReady(balancer: Balancer, origin: string): Promise<void> {
  while (!balancer.isReady(origin)) await pause(10);
}

describe('time lost at a gateway', () => {
  test('How long a request lay at a gateway that was killed is told with the answer of the other.', async () => {
    const answer = await answerAfterBreak(() => true);
    const lostMs = Number(answer.headers.get(LOST_MS_HEADER));
    expect(lostMs).toBeGreaterThanOrEqual(LAY_MS - 10);
    expect(lostMs).toBeLessThan(LAY_MS + 5_000);
  });

  test('A gateway that breaks connections without having been killed has lost no time for others.', async () => {
    const answer = await answerAfterBreak(() => false);
    expect(answer.headers.get(LOST_MS_HEADER)).toBeNull();
  });

  test('An answer at the first attempt has lost no time.', async () => {
    await using gateway = await startGateway(false);
    gateway.isReady = true;
    await using balancer = await startBalancer([gateway.origin], () => true);
    await untilReady(balancer, gateway.origin);
    const answer = await fetch(balancer.url, { method: 'POST', body: JSON.stringify({ query: '{ me { id } }' }) });
    expect(await answer.text()).toBe('answered');
    expect(answer.headers.get(LOST_MS_HEADER)).toBeNull();
  });
});
