import type { GraphQLDataSource } from '@apollo/gateway';
import type { ComposedGraph } from '../../testkit/supergraphs/compose.ts';
import type { InProcessTransport } from '../../testkit/supergraphs/in-process-transport.ts';
import { type GatewayUnderTest, gatewayUnderTest } from './gateway-under-test.ts';

/** `@apollo/gateway` over the same subgraphs in this process. */
export async function referenceGateway(graph: ComposedGraph, transport: InProcessTransport): Promise<GatewayUnderTest> {
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
  const { ApolloGateway } = await import('@apollo/gateway');
  const gateway = new ApolloGateway({
    supergraphSdl: graph.sdl,
    logger: { debug: saysNothing, info: saysNothing, warn: saysNothing, error: saysNothing },
    buildService: ({ name, url }) => dataSource(name, url ?? '', transport),
  });
  return gatewayUnderTest(gateway, () => ({}), JSON.stringify);
}

function dataSource(subgraph: string, url: string, transport: InProcessTransport): GraphQLDataSource {
  return {
    async process({ request: { query, variables } }) {
      const body = JSON.stringify({ query, variables });
      const response = await transport.fetch({
        subgraph,
        url,
        body,
        headers: {},
        deadline: Infinity,
        isMutation: false,
      });
      return { data: response.data ?? null, ...(response.errors && { errors: response.errors }) };
    },
  };
}

function saysNothing(): void {}
