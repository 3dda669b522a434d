import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { print, type GraphQLSchema } from 'graphql';
import { createResolversMap } from 'type-graphql';
import type { Reference, RequestContext, Subgraph } from '../subgraph.ts';
import { buildPlainSchema, typeDefinitions } from './build-sdl.ts';

/** Answers of `_entities` carry the type of their reference, so that unions of entities resolve. */
function referenceResolvers<Database, Store>(subgraph: Subgraph<Database, Store>): GraphQLResolverMap {
  const entries = Object.entries(subgraph.references).map(([type, resolve]) => {
    const __resolveReference = async (reference: Reference, context: RequestContext<Store>) => {
      const entity = await resolve(reference, context);
      return entity && typeof entity === 'object' ? { ...entity, __typename: type } : null;
    };
    return [type, { __resolveReference }] as const;
  });
  // @apollo/subgraph types reference resolvers as field resolvers, and calls them as reference resolvers.
  return Object.fromEntries(entries) as GraphQLResolverMap;
}

function merge(base: GraphQLResolverMap, added: GraphQLResolverMap): GraphQLResolverMap {
  const types = new Set([...Object.keys(base), ...Object.keys(added)]);
  return Object.fromEntries([...types].map((type) => [type, Object.assign({}, base[type], added[type])]));
}

/** The subgraph's executable schema, with `_service` and `_entities`; `_service.sdl` is the text that is committed. */
export function buildSubgraph<Database, Store>(subgraph: Subgraph<Database, Store>): GraphQLSchema {
  const schema = buildPlainSchema(subgraph);
  const typeDefs = typeDefinitions(schema);
  const resolvers = merge(createResolversMap(schema) as GraphQLResolverMap, referenceResolvers(subgraph));
  const federated = buildSubgraphSchema([{ typeDefs, resolvers }]);
  const service = federated.getQueryType()?.getFields()['_service'];
  if (service) service.resolve = () => ({ sdl: print(typeDefs) });
  return federated;
}

/** The subgraph's SDL as it is committed in `schema/subgraphs/` and served under `_service`. */
export function printSubgraph<Database, Store>(subgraph: Subgraph<Database, Store>): string {
  return `${print(typeDefinitions(buildPlainSchema(subgraph)))}\n`;
}
