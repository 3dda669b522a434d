import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** A server as Fastify has it. */
export interface ClosableServer {
  server: Server;
  close(): Promise<unknown>;
}

/** Milliseconds between two looks for connections that have become idle. */
const sweepMs = 50;

/**
 * Makes a server, which does not listen yet, closable: what is returned ends it when what it is at has been answered. Node would wait for two kinds of
 * connections until they time out: those that were busy when closing began, which it keeps alive after their answer; and those on which nothing was ever
 * asked, as browsers open them in advance.
 */
export function closerOf(app: ClosableServer): () => Promise<void> {
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const sweep = () => {
    app.server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
  return async () => {
    const sweeping = setInterval(sweep, sweepMs);
    try {
      await app.close();
    } finally {
      clearInterval(sweeping);
    }
  };
}
