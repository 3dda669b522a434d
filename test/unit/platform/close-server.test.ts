import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import fastify from 'fastify';
import { closerOf } from '../../../platform/close-server.ts';

test('a server that closes while it answers gives the answer, and does not wait for the connection to time out', async () => {
  const app = fastify({ forceCloseConnections: 'idle', keepAliveTimeout: 75_000 });
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  app.get('/', async () => {
    isAsked();
    await pause(300);
    return 'answered';
  });
  const close = closerOf(app);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const agent = new Agent({ keepAlive: true });
  const answer = new Promise<string>((resolve, reject) => {
    get(url, { agent }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
  await asked;
  const began = Date.now();
  await close();
  expect(await answer).toBe('answered');
  expect(Date.now() - began).toBeLessThan(10_000);
  agent.destroy();
});

test('a server does not wait for a connection on which nothing was asked', async () => {
  const app = fastify({ forceCloseConnections: 'idle', keepAliveTimeout: 75_000 });
  const close = closerOf(app);
  const url = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  const socket = connect(Number(url.port), url.hostname);
  await once(socket, 'connect');
  const began = Date.now();
  await close();
  expect(Date.now() - began).toBeLessThan(10_000);
  socket.destroy();
});
