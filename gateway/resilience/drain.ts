import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { closerOf } from '../../platform/close-server.ts';
import type { Shutdown } from '../../platform/shutdown.ts';

/** Time between "no longer ready" and the end of listening, milliseconds: a balancer asks every second or two and wants two refusals. */
const NOTICE_MS = 5_000;
/** A balancer is there when it asked this many times in the last milliseconds. */
const ASKED = { times: 2, withinMs: 30_000 };

/**
 * Ends the HTTP server so that no request fails: first `/ready` says no while everything is still answered, until balancers have
 * noticed; then what is under way is finished; then connections close. Without a balancer that asks, the first part is left out.
 */
export function drainOnClose(app: FastifyInstance, shutdown: Shutdown): void {
  const asked: number[] = [];
  app.addHook('onSend', (request, reply, payload, done) => {
    if (request.routeOptions.url === '/ready') remember(asked);
    // Whoever keeps connections moves to another gateway with the next request.
    if (shutdown.isClosing) reply.header('connection', 'close');
    done(null, payload);
  });
  const close = closerOf(app);
  shutdown.onClose(async () => {
    if (isAskedRegularly(asked)) await delay(NOTICE_MS);
    await close();
  });
}

function remember(asked: number[]): void {
  asked.push(Date.now());
  if (asked.length > ASKED.times) asked.shift();
}

function isAskedRegularly(asked: readonly number[]): boolean {
  const [first = 0] = asked;
  return asked.length >= ASKED.times && Date.now() - first < ASKED.withinMs;
}
