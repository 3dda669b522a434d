import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** Answers requests for one address of the operations port. */
export type OperationsRoute = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface MetricsServer {
  /** Of `/metrics`. */
  url: string;
  close(): Promise<void>;
}

/** Longer than it usually takes until somebody asks again. */
const keepAliveMs = 75_000;

/**
 * Serves metrics, and what else is for operators, on a port of their own: what is inside is nobody's business who can reach the public port.
 * Port 0 takes any free one.
 * @param routes by address; may grow later
 */
export async function serveMetrics(
  registry: Registry,
  port: number,
  host: string,
  routes: ReadonlyMap<string, OperationsRoute> = new Map(),
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const route = routes.get(request.url ?? '');
    if (route) {
      route(request, response).catch(() => response.destroy());
      return;
    }
    if (request.url !== '/metrics' || request.method !== 'GET') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Metrics are at GET /metrics.\n');
      return;
    }
    void registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
