import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, Kind, visit } from 'graphql';

/** Threat: a short document about `__schema` whose answer is megabytes. Rule: whoever is not known is told nothing about the schema but `__typename`. */
export const introspectionTakesToken: ApolloServerPlugin<{ actor: unknown }> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ document, contextValue }) {
        if (contextValue.actor) return Promise.resolve();
        visit(document, {
          [Kind.FIELD]({ name }) {
            if (name.value !== '__schema' && name.value !== '__type') return;
            throw new GraphQLError(
              'Introspection takes a token: send it as x-api-key. The schema also stands in schema/registry of the project.',
              { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } },
            );
          },
        });
        return Promise.resolve();
      },
    }),
};
