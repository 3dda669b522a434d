import { SubgraphError } from '../../../gateway/execution/transport/subgraph-error.ts';
import type {
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
} from '../../../gateway/execution/transport/subgraph-transport.ts';
import { type FaultPlan, NO_FAULTS } from './faults.ts';
import type { FederatedGraph, Row } from './federated-graph.ts';
import { subgraphExecutor } from './subgraph-executor.ts';

/** A transport whose subgraphs run in this process, with what was asked of them and a plan of what goes wrong. */
export interface InProcessTransport extends SubgraphTransport {
  /** What goes wrong from now on. */
  plan: FaultPlan;
  /** Every request so far; to be emptied by who reads it. */
  readonly requests: { subgraph: string; query: string; variables: Row | undefined }[];
}

/** Subgraphs behind the transport port, each request through JSON text in both directions, as on the wire. */
export function inProcessTransport(graph: FederatedGraph): InProcessTransport {
  const executors = new Map(graph.subgraphs.map((source) => [source.name, subgraphExecutor(source)]));
  const transport: InProcessTransport = {
    plan: NO_FAULTS,
    requests: [],
    async fetch({ subgraph, body }: SubgraphRequest): Promise<SubgraphResponse> {
      const { query, variables } = JSON.parse(body) as { query: string; variables?: Row };
      transport.requests.push({ subgraph, query, variables });
      const executor = executors.get(subgraph);
      if (!executor) throw new Error(`no subgraph "${subgraph}" among ${[...executors.keys()].join(', ')}`);
      if (transport.plan.unavailable.includes(subgraph)) {
        throw new SubgraphError('SUBGRAPH_UNAVAILABLE', subgraph, 'switched off by the fault plan');
      }
      const result = await executor.execute(query, variables, transport.plan);
      return JSON.parse(JSON.stringify(result)) as SubgraphResponse;
    },
    async close() {},
  };
  return transport;
}
