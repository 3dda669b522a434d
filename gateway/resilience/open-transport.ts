import type { Logger } from '../../platform/log.ts';
import type { SubgraphTransport } from '../execution/transport/subgraph-transport.ts';
import { HttpTransport } from '../execution/transport/http-transport.ts';
import type { RoutingHosts } from '../../platform/routing-hosts.ts';
import { ResilientTransport } from './resilient-transport.ts';

/** How a gateway reaches its subgraphs: over HTTP, with breakers whose changes are logged. */
export function openTransport(log: Logger, hosts?: RoutingHosts): SubgraphTransport {
  return new ResilientTransport(new HttpTransport({ hosts }), {
    onBreaker: (subgraph, state) => {
      if (state === 'open') log.warn({ subgraph }, 'a subgraph keeps failing and is not asked for a while');
      if (state === 'closed') log.info({ subgraph }, 'a subgraph answers again');
    },
  });
}
