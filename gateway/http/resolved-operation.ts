import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { gatewayError } from '../errors.ts';

/**
 * Refuses requests that do not say which operation of a document they mean, or one that is not there. Apollo Server leaves that to
 * whoever executes; every stage behind this one can rely on an operation.
 */
export function resolvedOperation<Context extends BaseContext>(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, request: { operationName } }) {
          if (operation) return;
          const message = operationName
            ? `The document has no operation named "${operationName}", which operationName asks for.`
            : 'The document has several operations. Say in operationName which one is meant.';
          throw gatewayError('OPERATION_RESOLUTION_FAILURE', message, 400);
        },
      };
    },
  };
}
