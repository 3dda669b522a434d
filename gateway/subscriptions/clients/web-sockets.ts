import type { WebSocket } from '@fastify/websocket';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { makeServer } from 'graphql-ws';
import type { ErrorCode } from '../../errors.ts';
import { leaveInFlight } from '../../http/shed-load.ts';
import type { StreamObserver } from '../stream-observer.ts';
import { ClientSocket, type ClientSocketOptions } from './client-socket.ts';
import { readMessages } from './socket-messages.ts';
import { socketProtocol } from './socket-protocol.ts';

export interface WebSocketOptions extends ClientSocketOptions {
  /** Sockets at a time. */
  mostSockets: number;
  observer: Pick<StreamObserver, 'socketOpened' | 'socketClosed'>;
  onFailure: (error: unknown) => void;
}

/** RFC 6455: try again later. */
const tryAgainLater = 1_013;
const internalError = 1_011;
const pingMs = 12_000;

/** Serves subscriptions over WebSockets, by the protocol graphql-transport-ws. */
export function createWebSockets(options: WebSocketOptions) {
  const server = makeServer(socketProtocol(options));
  let sockets = 0;
  return (socket: WebSocket, request: FastifyRequest): void => {
    leaveInFlight(request.raw);
    if (sockets >= options.mostSockets) return socket.close(tryAgainLater, 'Too many connections');
    sockets += 1;
    options.observer.socketOpened();
    const client = new ClientSocket(socket, request, options);
    const stopPinging = keepAlive(socket);
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (text) => send(socket, text),
        close: (code, reason) => socket.close(code, reason),
        onMessage(receive) {
          readMessages(socket, (text) => {
            receive(text).catch((error: unknown) => {
              if (socket.readyState === socket.OPEN) options.onFailure(error);
              socket.close(internalError, 'Internal error');
            });
          });
        },
      },
      client,
    );
    socket.once('close', (code: number, reason: Buffer) => {
      sockets -= 1;
      options.observer.socketClosed(code);
      stopPinging();
      client.closed();
      void closed(code, reason.toString());
    });
  };
}

/** Resolves when the text has left: what comes next waits until then, so that results pile up where they are counted. */
function send(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) resolve();
    else socket.send(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Who does not answer a ping until the next is gone. */
function keepAlive(socket: WebSocket): () => void {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  const pinging = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, pingMs).unref();
  return () => clearInterval(pinging);
}

/** Sockets are taken at one address; elsewhere they are refused before they are open. */
export function refuseElsewhere(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (!request.ws || request.routeOptions.url === '/graphql' || request.is404) return done();
  const code: ErrorCode = 'BAD_REQUEST';
  void reply.status(400).send({ errors: [{ message: 'WebSockets are taken at /graphql.', extensions: { code } }] });
}

/**
 * Threat: a foreign page opens a WebSocket, for which browsers ask nobody. Rule: a browser's page is of the gateway's own host or of an origin that is
 * listed; programs send no Origin.
 */
export function refuseForeignOrigins(allowed: readonly string[]) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const { origin } = request.headers;
    const isForeign = origin !== undefined && !allowed.includes(origin) && URL.parse(origin)?.host !== request.host;
    if (!request.ws || !isForeign) return done();
    const code: ErrorCode = 'FORBIDDEN';
    void reply
      .status(403)
      .send({ errors: [{ message: 'Pages of this origin may not connect.', extensions: { code } }] });
  };
}
