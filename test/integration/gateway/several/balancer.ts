import { Agent, createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Spreads requests over those of its upstreams that say they are ready; asks no second one when the first fails. */
export interface Balancer extends AsyncDisposable {
  url: string;
  /** Requests passed to each upstream so far, by its origin. */
  passed: Map<string, number>;
  /** Waits until exactly so many upstreams are ready. */
  untilReady(count: number): Promise<void>;
}

const PROBE_MS = 250;

export async function startBalancer(origins: readonly string[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const ready = new Set<string>();
  const passed = new Map<string, number>();
  let turn = 0;
  const probe = async (origin: string): Promise<void> => {
    const isReady = await fetch(`${origin}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) ready.add(origin);
    else ready.delete(origin);
  };
  const probing = setInterval(() => origins.forEach((origin) => void probe(origin)), PROBE_MS);
  const server = createServer((incoming, response) => {
    const candidates = [...ready];
    turn += 1;
    const origin = candidates[turn % candidates.length];
    if (origin === undefined) {
      response.writeHead(502).end('nobody is ready');
      return;
    }
    passed.set(origin, (passed.get(origin) ?? 0) + 1);
    pass(incoming, response, origin, agent);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    async untilReady(count) {
      while (ready.size !== count) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    async [Symbol.asyncDispose]() {
      clearInterval(probing);
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(incoming: IncomingMessage, response: ServerResponse, origin: string, agent: Agent): void {
  const { method, url, headers } = incoming;
  const outgoing = send(`${origin}${url ?? ''}`, { method, headers, agent }, (answer) => {
    const { connection: _, ...passedOn } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, passedOn);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  outgoing.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end(error.message);
  });
  incoming.pipe(outgoing);
}
