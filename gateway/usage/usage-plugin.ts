import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import type { GatewayContext } from '../http/context.ts';
import type { OperationCounts } from './operation-counts.ts';

/** Callers without a token have no client that could be named. */
const anonymousClient = 'anonymous';

/** Counts operations that are executed; one listener for all requests. What was refused before was not used. */
export function usagePlugin(counts: OperationCounts): ApolloServerPlugin<GatewayContext> {
  const done = Promise.resolve();
  const listener: GraphQLRequestListener<GatewayContext> = {
    executionDidStart({ schema, document, operation, contextValue }) {
      counts.count({ schema, document, operation }, contextValue.caller.client ?? anonymousClient);
      return done;
    },
  };
  const started = Promise.resolve(listener);
  return { requestDidStart: () => started };
}
