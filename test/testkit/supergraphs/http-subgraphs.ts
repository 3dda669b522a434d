import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NO_FAULTS } from './faults.ts';
import type { FederatedGraph, Row } from './federated-graph.ts';
import { subgraphExecutor } from './subgraph-executor.ts';

/** Real HTTP servers, one a subgraph, each on a port of its own. */
export interface HttpSubgraphs {
  /** Routing URL by subgraph name. */
  urls: Record<string, string>;
  /** Ends one of them: its port refuses connections from now on. */
  stop(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts every subgraph of the graph on port 0 of the loopback interface. */
export async function serveSubgraphs(graph: FederatedGraph): Promise<HttpSubgraphs> {
  const servers = new Map<string, Server>();
  const urls: Record<string, string> = {};
  for (const source of graph.subgraphs) {
    const executor = subgraphExecutor(source);
    const server = createServer((request, response) => {
      void text(request)
        .then((body) => JSON.parse(body) as { query: string; variables?: Row })
        .then(({ query, variables }) => executor.execute(query, variables, NO_FAULTS))
        .then((result) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result)))
        .catch(() => response.writeHead(400).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.set(source.name, server);
    urls[source.name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  }
  return {
    urls,
    stop: (name) => closeAll([servers.get(name)]),
    close: () => closeAll([...servers.values()]),
  };
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function closeAll(servers: readonly (Server | undefined)[]): Promise<void> {
  await Promise.all(
    servers.map((server) => {
      server?.closeAllConnections();
      return new Promise<unknown>((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    }),
  );
}
