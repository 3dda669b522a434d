import type { GraphQLDataSource, ServiceEndpointDefinition } from '@apollo/gateway';
import type { SubgraphTransport } from '../execution/transport/subgraph-transport.ts';

/** Milliseconds a subgraph has to send its schema. */
const PATIENCE_MS = 10_000;

/**
 * What a supergraph manager of `@apollo/gateway` asks for as `getDataSource`: it introspects subgraphs through it.
 * Ours goes through the gateway's own transport, with its caps and without redirects.
 */
export function subgraphDataSource(
  transport: SubgraphTransport,
  subgraph: ServiceEndpointDefinition,
): GraphQLDataSource {
  return {
    async process({ request }) {
      const { query, variables, operationName, http } = request;
      const { data, errors } = await transport.fetch({
        subgraph: subgraph.name,
        url: subgraph.url ?? http?.url ?? '',
        body: JSON.stringify({ query, variables, operationName }),
        headers: Object.fromEntries(http?.headers ?? []),
        deadline: Date.now() + PATIENCE_MS,
        isMutation: false,
      });
      return { data, errors: errors?.map(({ message, path, extensions }) => ({ message, path, extensions })) };
    },
  };
}
