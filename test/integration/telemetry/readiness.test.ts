import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import fastify from 'fastify';
import { expect, test } from '@jest/globals';
import { createIssuerKeys } from '../../../gateway/auth/issuer-keys.ts';
import { mountHealth } from '../../../gateway/telemetry/health.ts';
import { createShutdown } from '../../../platform/shutdown.ts';
import { listening, startIssuer, type Closers } from '../gateway/running-gateway.ts';
import { startObservedSystem } from './observed-system.ts';

async function statusOf(url: string, path: '/health' | '/ready'): Promise<[number, unknown]> {
  const response = await fetch(url + path, { headers: { connection: 'close' } });
  return [response.status, ((await response.json()) as { status: unknown }).status];
}

test('a gateway with a supergraph where nobody can log in is ready, and its subgraphs are not asked', async () => {
  const system = await startObservedSystem();
  try {
    expect(await statusOf(system.url, '/ready')).toEqual([200, 'ready']);
    expect(await statusOf(system.url, '/health')).toEqual([200, 'ok']);
  } finally {
    await system.close();
  }
});

test('a gateway is ready only when the keys of the login service could be read, and stays so when that is gone', async () => {
  const closers: Closers = [];
  // The address of an issuer that is not up yet.
  const early: Closers = [];
  const nobody = await listening(createServer(), early);
  for (const close of early) await close();
  const system = await startObservedSystem({ gateway: { ISSUER: nobody } });
  try {
    expect(await statusOf(system.url, '/ready')).toEqual([503, 'no keys of the login service']);
    expect(await statusOf(system.url, '/health')).toEqual([200, 'ok']);
  } finally {
    await system.close();
  }
  const { issuer } = await startIssuer(closers);
  const ready = await startObservedSystem({ gateway: { ISSUER: issuer } });
  try {
    expect(await statusOf(ready.url, '/ready')).toEqual([200, 'ready']);
    for (const close of closers.toReversed()) await close();
    await setTimeout(1_100);
    expect(await statusOf(ready.url, '/ready')).toEqual([200, 'ready']);
  } finally {
    await ready.close();
  }
});

test('an issuer that cannot be reached is asked once a second at most, however often somebody asks whether all is ready', async () => {
  const closers: Closers = [];
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(500).end();
  });
  const keys = createIssuerKeys(await listening(server, closers));
  try {
    for (let n = 0; n < 20; n += 1) expect(await keys.areRead()).toBe(false);
    expect(asked).toBe(1);
  } finally {
    keys.close();
    for (const close of closers.toReversed()) await close();
  }
});

test('without a supergraph, and while it stops, a gateway lives and is not ready', async () => {
  const app = fastify();
  const shutdown = createShutdown(() => undefined);
  let supergraph: string | undefined;
  mountHealth(app, {
    shutdown,
    hasKeys: () => Promise.resolve(true),
    supergraph() {
      if (supergraph === undefined) throw new Error('not loaded');
      return supergraph;
    },
  });
  const status = async (url: string) => {
    const { statusCode, body } = await app.inject(url);
    return [statusCode, body];
  };
  expect(await status('/ready')).toEqual([503, '{"status":"no supergraph"}']);
  expect(await status('/health')).toEqual([200, '{"status":"ok"}']);
  supergraph = 'loaded';
  expect(await status('/ready')).toEqual([200, '{"status":"ready"}']);
  await shutdown.close();
  expect(await status('/ready')).toEqual([503, '{"status":"stopping"}']);
  expect(await status('/health')).toEqual([200, '{"status":"ok"}']);
  await app.close();
});
