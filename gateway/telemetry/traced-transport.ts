import type {
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
} from '../execution/transport/subgraph-transport.ts';
import { parseTraceparent, traceparentOf } from '../../platform/telemetry/trace-context.ts';
import type { Tracing } from '../../platform/telemetry/tracing.ts';

/** Records each request to a subgraph as a span, under which the subgraph puts its own. */
export function tracedTransport(transport: SubgraphTransport, tracing: Tracing): SubgraphTransport {
  async function record(request: SubgraphRequest): Promise<SubgraphResponse> {
    const parent = parseTraceparent(request.headers['traceparent']);
    if (!parent?.sampled) return transport.fetch(request);
    const { subgraph, headers } = request;
    const span = tracing.start(`fetch ${subgraph}`, {
      parent,
      kind: 'client',
      attributes: { 'amtgraph.subgraph': subgraph },
    });
    try {
      const response = await transport.fetch({ ...request, headers: { ...headers, traceparent: traceparentOf(span) } });
      span.end({ attributes: { 'amtgraph.errors': response.errors?.length ?? 0 } });
      return response;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'SUBGRAPH_BAD_RESPONSE';
      span.end({ failed: true, attributes: { 'error.type': code } });
      throw error;
    }
  }
  return { fetch: record, close: () => transport.close() };
}
