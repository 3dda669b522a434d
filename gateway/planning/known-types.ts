import { isAbstractType, isObjectType, Kind } from 'graphql';
import type { ConstDirectiveNode, GraphQLNamedType, GraphQLSchema } from 'graphql';
import type { Supergraph } from '../supergraph/supergraph.ts';

/** Names of object types; undefined for all. */
export type Types = ReadonlySet<string> | undefined;

/** Which object types there are, as a whole and for each subgraph. */
export class KnownTypes {
  readonly schema: GraphQLSchema;
  /** Whether a subgraph knows an interface as one type. */
  readonly hasInterfaceObjects: boolean;
  private readonly byName = new Map<string, Types>();
  private readonly bySubgraph = new Map<string, { known: ReadonlySet<string>; isUnaware: boolean }>();

  constructor({ schema, subgraphs }: Supergraph) {
    this.schema = schema;
    const types = Object.values(schema.getTypeMap());
    const unaware = new Set(types.flatMap((type) => graphsOf(type, isOneObject)));
    this.hasInterfaceObjects = unaware.size > 0;
    for (const [name, { graphEnumValue }] of subgraphs) {
      const known = types.filter((type) => isObjectType(type) && graphsOf(type).includes(graphEnumValue));
      const isUnaware = unaware.has(graphEnumValue);
      this.bySubgraph.set(name, { known: new Set(known.map((type) => type.name)), isUnaware });
    }
  }

  /** The object types of a name in the supergraph. */
  possible(name: string): Types {
    if (!this.byName.has(name)) this.byName.set(name, this.possibleAnew(name));
    return this.byName.get(name);
  }

  /** Of which types the objects of a subgraph may be; all, where it knows an interface as one type. */
  inSubgraph(name: string): Types {
    const subgraph = this.bySubgraph.get(name);
    return subgraph?.isUnaware ? undefined : subgraph?.known;
  }

  /** Whether a subgraph has an object type of this name itself. */
  knows(subgraph: string, type: string): boolean {
    return this.bySubgraph.get(subgraph)?.known.has(type) ?? true;
  }

  private possibleAnew(name: string): Types {
    const type = this.schema.getType(name);
    if (isAbstractType(type)) return new Set(this.schema.getPossibleTypes(type).map((possible) => possible.name));
    return type && new Set([name]);
  }
}

/** The types that are in both. */
export function both(one: Types, other: Types): Types {
  if (!one || !other) return one ?? other;
  return new Set([...one].filter((name) => other.has(name)));
}

/** The subgraphs that have a type. */
function graphsOf(
  { astNode }: GraphQLNamedType,
  matches: (directive: ConstDirectiveNode) => boolean = () => true,
): string[] {
  return (astNode?.directives ?? []).flatMap((directive) => {
    if (directive.name.value !== 'join__type' || !matches(directive)) return [];
    const graph = directive.arguments?.find(({ name }) => name.value === 'graph')?.value;
    return graph?.kind === Kind.ENUM ? [graph.value] : [];
  });
}

function isOneObject({ arguments: given }: ConstDirectiveNode): boolean {
  const argument = given?.find(({ name }) => name.value === 'isInterfaceObject');
  return argument?.value.kind === Kind.BOOLEAN && argument.value.value;
}
