import { Agent, createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with requests to a subgraph. */
export type Fault = 'slow' | 'reset' | 'status 500' | 'hang';
export const FAULTS: readonly Fault[] = ['slow', 'reset', 'status 500', 'hang'];

/** Stands between the gateways and one subgraph. */
export interface FaultProxy extends AsyncDisposable {
  url: string;
  /** From now on; undefined for none. */
  fault: Fault | undefined;
  /** Requests that met a fault. */
  faulted: number;
}

const SLOW_MS = 1_500;

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, response) => {
    if (proxy.fault) proxy.faulted += 1;
    answer(proxy.fault, incoming, response, () => pass(target, agent, incoming, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: undefined,
    faulted: 0,
    async [Symbol.asyncDispose]() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

function answer(
  fault: Fault | undefined,
  incoming: IncomingMessage,
  response: ServerResponse,
  passOn: () => void,
): void {
  if (fault === 'reset') incoming.socket.resetAndDestroy();
  else if (fault === 'status 500') response.writeHead(500).end('injected');
  else if (fault === 'slow') setTimeout(passOn, SLOW_MS);
  else if (fault === undefined) passOn();
  // A request that hangs is given up by the gateway, at its deadline.
  else incoming.resume();
}

function pass(target: string, agent: Agent, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, url = '', headers } = incoming;
  const outgoing = send(`${target}${url}`, { method, headers, agent }, (answered) => {
    // How long connections are kept is a matter between neighbours (RFC 9110, 7.6.1).
    const { connection: _, 'keep-alive': __, ...passedOn } = answered.headers;
    response.writeHead(answered.statusCode ?? 502, passedOn);
    answered.pipe(response);
    answered.on('error', () => response.destroy());
  });
  outgoing.on('error', () => response.destroy());
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}
