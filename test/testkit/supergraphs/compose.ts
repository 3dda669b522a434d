import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { parse, type GraphQLSchema } from 'graphql';
import type { FederatedGraph } from './federated-graph.ts';

/** A composed graph: the supergraph's text and the schema a client sees, built by the reference implementation. */
export interface ComposedGraph {
  sdl: string;
  apiSchema: GraphQLSchema;
}

/** Composes the subgraphs with routing URLs `http://<name>.test/`, or those given. Throws with every composition error. */
export function compose(graph: FederatedGraph, urls: Readonly<Record<string, string>> = {}): ComposedGraph {
  const result = composeServices(
    graph.subgraphs.map(({ name, typeDefs }) => ({
      name,
      url: urls[name] ?? `http://${name}.test/`,
      typeDefs: parse(typeDefs),
    })),
  );
  if (result.errors) throw new Error(`${graph.name} does not compose:\n${result.errors.join('\n')}`);
  const sdl = result.supergraphSdl;
  return { sdl, apiSchema: apiSchemaOf(sdl) };
}

/** The API schema of any supergraph, by `@apollo/federation-internals`. */
export function apiSchemaOf(sdl: string): GraphQLSchema {
  return Supergraph.build(sdl, { supportedFeatures: null, validateSupergraph: false }).apiSchema().toGraphQLJSSchema();
}
