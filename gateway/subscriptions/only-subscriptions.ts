import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import { gatewayError } from '../errors.ts';
import type { GatewayContext } from '../http/context.ts';

/**
 * Each kind of operation has its way: subscriptions come as streams, all others as answers.
 * Threat: queries sent over one WebSocket by the thousand, past what limits requests over HTTP. Rule: a stream carries subscriptions only.
 */
export function onlySubscriptionsStream(): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, contextValue }) {
          const isStream = contextValue.onSubscription !== undefined;
          const isSubscription = operation?.operation === OperationTypeNode.SUBSCRIPTION;
          if (isSubscription && !isStream) {
            const message =
              'Subscriptions come as text/event-stream (POST /graphql or /graphql/stream with that in Accept) or over a WebSocket (graphql-transport-ws).';
            throw gatewayError('BAD_REQUEST', message, 400);
          }
          if (!isSubscription && isStream) {
            const message = 'Only subscriptions come as a stream. Send queries and mutations to POST /graphql.';
            throw gatewayError('BAD_REQUEST', message, 400);
          }
        },
      };
    },
  };
}
