import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A server on a free port, gone at the end of the block that holds it with `await using`. */
export interface TestServer extends AsyncDisposable {
  url: string;
  /** Connections that were opened to it so far. */
  connections(): number;
}

/** Answers each request with the given handler; the body has been read. */
export function httpServer(
  handle: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<TestServer> {
  return listening(
    createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => handle(request, response, Buffer.concat(chunks).toString()));
    }),
  );
}

/** Does what it likes with the connection as soon as something arrives. */
export function rawServer(handle: (socket: Socket) => void): Promise<TestServer> {
  return listening(createTcpServer((socket) => socket.once('data', () => handle(socket))));
}

/** A server that sends one constant answer. */
export function answering(
  body: string | Buffer,
  { status = 200, ...headers }: { status?: number } & Record<string, string | number> = {},
): Promise<TestServer> {
  return httpServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
}

/** The address of a port at which nobody listens. */
export async function nobody(): Promise<string> {
  const server = await answering('{}');
  await server[Symbol.asyncDispose]();
  return server.url;
}

/** A server that listens on a free port. */
export async function listening(server: Server): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let opened = 0;
  server.on('connection', (socket: Socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    connections: () => opened,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
