import type { GraphQLResolveInfo } from 'graphql';
import type { FaultContext } from './faults.ts';

/** A row of in-memory data. Rows of entities carry their concrete `__typename` and, mostly, an `id`. */
export type Row = Record<string, unknown>;

/** A resolver; the method form lets each one name the row type and the arguments it really takes. */
export type Resolver = {
  bivariant(source: Row, args: Row, context: FaultContext | undefined, info: GraphQLResolveInfo): unknown;
}['bivariant'];

/** Resolvers by type and field; `__resolveReference` makes an entity of the representation that came. */
export type Resolvers = Record<string, Record<string, Resolver>>;

/** One subgraph: its published SDL and the resolvers behind it. */
export interface SubgraphSource {
  name: string;
  typeDefs: string;
  resolvers: Resolvers;
}

/** A set of subgraphs over one set of data, with what is needed to run the same data as one schema. */
export interface FederatedGraph {
  name: string;
  subgraphs: readonly SubgraphSource[];
  /** Where the one-schema form needs another resolver than the subgraphs' own (arguments of required fields, contexts). */
  monolith?: Resolvers;
  /** Values an ID argument may be given, some of which exist. */
  ids: readonly string[];
  /** Subgraphs that a fault plan may switch off: those whose every field has one single source. */
  failable: readonly string[];
  /**
   * Subgraphs that may forget entities or count them wrongly: those of whose fields no other subgraph requires any, and
   * which a plan asks for entities only when the object came from elsewhere.
   */
  forgetful: readonly string[];
  /** Fields that others are computed from in ways the supergraph's `@requires` do not say. */
  readElsewhere?: readonly string[];
  /** `Type.field` → subgraphs on the way to it besides its owner, where a key has to be fetched first. */
  via?: Readonly<Record<string, readonly string[]>>;
}

/** The `@link` line that a Federation 2 subgraph begins with. */
export function federation(...directives: string[]): string {
  const imports = directives.map((name) => `"@${name}"`).join(', ');
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])\n`;
}
