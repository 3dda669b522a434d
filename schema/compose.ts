import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph, type Schema } from '@apollo/federation-internals';
import { lexicographicSortSchema, parse, printSchema, type DocumentNode } from 'graphql';

/** A subgraph as composition takes it. */
export interface SubgraphSdl {
  name: string;
  url: string;
  sdl: string;
}

/** The subgraphs do not fit together; the message lists every reason with its code and subgraph. */
export class CompositionError extends Error {
  override name = 'CompositionError';
}

function parseSdl({ name, sdl }: SubgraphSdl): DocumentNode {
  try {
    return parse(sdl);
  } catch (error) {
    throw new CompositionError(
      `The SDL of ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * The supergraph of these subgraphs.
 * @throws CompositionError
 */
export function compose(subgraphs: readonly SubgraphSdl[]): string {
  const services = subgraphs.map((subgraph) => ({
    name: subgraph.name,
    url: subgraph.url,
    typeDefs: parseSdl(subgraph),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (errors && errors.length > 0) {
    const reasons = errors.map(({ message, extensions }) => `  - ${String(extensions['code'])}: ${message}`);
    throw new CompositionError(`The subgraphs do not compose, for ${errors.length} reason(s):\n${reasons.join('\n')}`);
  }
  if (!supergraphSdl) throw new CompositionError('The subgraphs do not compose, and composition gave no reason.');
  return `${supergraphSdl.trim()}\n`;
}

/** The schema that clients see of a supergraph: without what makes it one, and without what is @inaccessible. */
export function printApi(supergraphSdl: string): string {
  return printApiSchema(
    Supergraph.build(supergraphSdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES }).apiSchema(),
  );
}

/** An API schema as text. */
export function printApiSchema(api: Schema): string {
  return `${printSchema(lexicographicSortSchema(api.toGraphQLJSSchema()))}\n`;
}
