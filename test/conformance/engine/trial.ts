import { compose, type ComposedGraph } from '../../testkit/supergraphs/compose.ts';
import type { FaultPlan } from '../../testkit/supergraphs/faults.ts';
import type { FederatedGraph } from '../../testkit/supergraphs/federated-graph.ts';
import { inProcessTransport, type InProcessTransport } from '../../testkit/supergraphs/in-process-transport.ts';
import { type Monolith, monolith } from '../../testkit/supergraphs/monolith.ts';
import { type ClientResult, difference } from './compare-results.ts';
import type { GatewayUnderTest } from './gateway-under-test.ts';
import type { Operation } from './generate-operation.ts';
import { reduceOperation } from './reduce-operation.ts';

/** One operation's answers: by the oracle, by the gateway, and how they differ, if they do. */
export interface Verdict {
  expected: ClientResult;
  got: ClientResult;
  difference: string | undefined;
}

/** An operation whose answers differ. */
export interface Finding {
  operation: Operation;
  plan: FaultPlan;
  verdict: Verdict;
}

/** A graph with a gateway and the oracle over it, to put operations to both. */
export interface Trial {
  graph: FederatedGraph;
  composed: ComposedGraph;
  oracle: Monolith;
  judge(operation: Operation, plan: FaultPlan): Promise<Verdict>;
  /** The smallest operation that differs in the same way. */
  reduce(operation: Operation, plan: FaultPlan, verdict: Verdict): Promise<Finding>;
  close(): Promise<void>;
}

/** Composes the graph and starts the gateway that `start` makes over its subgraphs. */
export async function trial(
  graph: FederatedGraph,
  start: (composed: ComposedGraph, transport: InProcessTransport) => Promise<GatewayUnderTest>,
): Promise<Trial> {
  const composed = compose(graph);
  const oracle = monolith(graph, composed);
  const transport = inProcessTransport(graph);
  const gateway = await start(composed, transport);
  const judge = async (operation: Operation, plan: FaultPlan): Promise<Verdict> => {
    const { document, variables, operationName } = operation;
    const expected = oracle.run(document, variables, plan, operationName);
    transport.plan = plan;
    const got = await gateway.run(operation).catch(refusal);
    return { expected, got, difference: difference(expected, got) };
  };
  return {
    graph,
    composed,
    oracle,
    judge,
    async reduce(operation, plan, verdict) {
      const smaller = await reduceOperation(composed.apiSchema, operation, async (candidate) => {
        const again = await judge(candidate, plan);
        return kindOf(again.difference) === kindOf(verdict.difference);
      });
      const last = await judge(smaller, plan);
      return last.difference === undefined ? { operation, plan, verdict } : { operation: smaller, plan, verdict: last };
    },
    close: () => gateway.close(),
  };
}

function refusal(error: unknown): ClientResult {
  return { errors: [{ message: `threw ${String(error)}` }] };
}

/** A difference without its places. */
export function kindOf(difference: string | undefined): string {
  return (difference ?? 'none').replaceAll(/ at \[.*?\]/g, '').split(' at ')[0] ?? '';
}

/** A finding for people. */
export function told(graph: FederatedGraph, { operation, plan, verdict }: Finding): string {
  return [
    `${graph.name}: ${verdict.difference}`,
    operation.query,
    `variables ${JSON.stringify(operation.variables)}`,
    `faults    ${JSON.stringify(plan)}`,
    `expected  ${JSON.stringify(verdict.expected)}`,
    `got       ${JSON.stringify(verdict.got)}`,
  ].join('\n');
}
