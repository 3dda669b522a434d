import { federation, type Resolvers, type SubgraphSource } from '../../../testkit/supergraphs/federated-graph.ts';

/** One question to the gateway and what must come back. */
export interface AuditCase {
  /** What is shown, as the end of a sentence that begins with the suite's name. */
  shows: string;
  query: string;
  variables?: Record<string, unknown>;
  /** The whole `data`. */
  data: unknown;
  /** Whether errors must come (true) or must not (absent). */
  fails?: boolean;
}

/** A behaviour of federation, with the few subgraphs that it takes. */
export interface AuditSuite {
  name: string;
  subgraphs: readonly SubgraphSource[];
  cases: readonly AuditCase[];
}

const DIRECTIVES = 'key shareable external provides requires override inaccessible interfaceObject extends'.split(' ');

/** A Federation 2 subgraph. */
export function subgraph(name: string, sdl: string, resolvers: Resolvers): SubgraphSource {
  return { name, typeDefs: `${federation(...DIRECTIVES)}${sdl}`, resolvers };
}

/** A subgraph as Federation 1 had them: no link, `extend type` and `@external`. */
export function olderSubgraph(name: string, typeDefs: string, resolvers: Resolvers): SubgraphSource {
  return { name, typeDefs, resolvers };
}

/** A resolver for what no good plan asks for. */
export function mustNotBeAsked(what: string) {
  return () => {
    throw new Error(`${what} was asked for, which was not needed`);
  };
}
