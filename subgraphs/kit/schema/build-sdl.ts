import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { Kind, lexicographicSortSchema, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { withCacheControl } from './cache-control.ts';
import { scalarsMap } from './scalars.ts';
import type { Subgraph } from '../subgraph.ts';

const federation = `extend schema
  @link(
    url: "https://specs.apollo.dev/federation/v2.9"
    import: [
      "@key", "@shareable", "@external", "@provides", "@requires", "@override", "@inaccessible", "@tag", "@interfaceObject"
      "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize"
    ]
  )
`;

/** type-graphql wants one for subscriptions; here each names its own events, with `subscribe`. */
const noPubSub: PubSub = {
  publish: () => refuse(),
  subscribe: () => refuse(),
};

function refuse(): never {
  throw new Error(
    'A @Subscription expects `subscribe`, which returns the changes (context.changes); topics are not used.',
  );
}

/** The schema that type-graphql makes of a subgraph's classes, not yet a federated one. */
export function buildPlainSchema<Database, Store>(subgraph: Subgraph<Database, Store>): GraphQLSchema {
  return buildSchemaSync({
    resolvers: subgraph.resolvers,
    orphanedTypes: subgraph.entities,
    scalarsMap,
    skipCheck: true,
    validate: false,
    pubSub: noPubSub,
  });
}

/** The subgraph's type definitions with the directives of Federation, in a stable order. */
export function typeDefinitions(schema: GraphQLSchema): DocumentNode {
  const document = parse(federation + printSchemaWithDirectives(lexicographicSortSchema(schema)));
  const definitions = document.definitions.filter(({ kind }) => kind !== Kind.SCHEMA_DEFINITION);
  return withCacheControl({ ...document, definitions });
}
