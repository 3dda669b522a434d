import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Shutdown } from '../../platform/shutdown.ts';

/** Time between "no longer ready" and the end of listening, milliseconds: a balancer asks every second or two and wants two refusals. */
const NOTICE_MS = 5_000;
/** A balancer is there when it asked this many times in the last milliseconds. */
const ASKED = { times: 2, withinMs: 30_000 };
/** Milliseconds between two looks for connections that have become idle. */
const SWEEP_MS = 50;

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
  const unused = unusedConnections(app.server);
  shutdown.onClose(async () => {
    if (isAskedRegularly(asked)) await delay(NOTICE_MS);
    const sweeping = setInterval(() => {
      app.server.closeIdleConnections();
      unused.close();
    }, SWEEP_MS);
    try {
      await app.close();
    } finally {
      clearInterval(sweeping);
    }
  });
}

/** Connections on which nothing has been asked yet, as browsers open them in advance: Node does not count them among the idle ones. */
function unusedConnections(server: Server): { close(): void } {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    close() {
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    },
  };
}

function remember(asked: number[]): void {
  asked.push(Date.now());
  if (asked.length > ASKED.times) asked.shift();
}

function isAskedRegularly(asked: readonly number[]): boolean {
  const [first = 0] = asked;
  return asked.length >= ASKED.times && Date.now() - first < ASKED.withinMs;
}
