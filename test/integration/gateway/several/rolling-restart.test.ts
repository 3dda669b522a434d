import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '../../../../platform/free-port.ts';
import { agency } from '../../../testkit/supergraphs/agency/graph.ts';
import { compose } from '../../../testkit/supergraphs/compose.ts';
import { serveSubgraphs, type HttpSubgraphs } from '../../../testkit/supergraphs/http-subgraphs.ts';
import { spawnGateway } from '../../../testkit/supergraphs/spawn-gateway.ts';
import { startBalancer } from './balancer.ts';

const QUERY = '{ me { name { full } payments { total { amount } } } }';
const CLIENTS = 6;
let subgraphs: HttpSubgraphs;

beforeAll(async () => {
  subgraphs = await serveSubgraphs(agency);
});
afterAll(() => subgraphs.close());

/** Asks again and again until it is told to stop; every answer has to be whole. */
function keepAsking(url: string): { failures: string[]; answered(): number; stop(): Promise<void> } {
  const state = { isOver: false, answered: 0 };
  const failures: string[] = [];
  const client = async (): Promise<void> => {
    while (!state.isOver) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: QUERY }),
      });
      const text = await response.text();
      state.answered += 1;
      if (response.status !== 200 || text.includes('"errors"')) failures.push(`${response.status} ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  return {
    failures,
    answered: () => state.answered,
    async stop() {
      state.isOver = true;
      await Promise.all(clients);
    },
  };
}

test('Two gateways behind a balancer are restarted one after the other, and no request fails', async () => {
  const { sdl } = compose(agency, subgraphs.urls);
  const ports = [await freePort(), await freePort()];
  const start = (port: number) =>
    spawnGateway(sdl, { PORT: String(port), RATE_LIMITS: 'address=0', LOG_LEVEL: 'error' });
  const gateways = await Promise.all(ports.map(start));
  try {
    await using balancer = await startBalancer(ports.map((port) => `http://127.0.0.1:${port}`));
    await balancer.untilReady(2);
    const load = keepAsking(balancer.url);
    for (const [index, port] of ports.entries()) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await gateways[index]!.close();
      await balancer.untilReady(1);
      gateways[index] = await start(port);
      await balancer.untilReady(2);
    }
    balancer.passed.clear();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await load.stop();
    expect(load.failures).toEqual([]);
    expect(load.answered()).toBeGreaterThan(100);
    expect([...balancer.passed.keys()]).toHaveLength(2);
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.close()));
  }
}, 300_000);
