import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  getNamedType,
  GraphQLError,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
  type ConstDirectiveNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import type { Caller } from '../../../../gateway/auth/caller.ts';
import type { FederatedGraph } from '../../../testkit/supergraphs/federated-graph.ts';

const LEVELS = ['NORMAL', 'SUBSTANTIAL', 'HIGH'];

/**
 * The rules of the security directives, told a second time and as plainly as can be: read from the subgraphs' own SDL, asked field by field
 * while a schema executes.
 */
export class PlainRules {
  /** By `Type` and `Type.field`. */
  private readonly directives = new Map<string, ConstDirectiveNode[]>();

  constructor({ subgraphs }: FederatedGraph) {
    for (const { typeDefs } of subgraphs) {
      for (const node of parse(typeDefs).definitions) {
        if (!('name' in node) || !node.name || !('directives' in node)) continue;
        this.add(node.name.value, node.directives as readonly ConstDirectiveNode[] | undefined);
        if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
        for (const field of node.fields ?? []) this.add(`${node.name.value}.${field.name.value}`, field.directives);
      }
    }
  }

  mayHave(coordinate: string, { citizen, scopes }: Caller, holds: readonly string[]): boolean {
    return (this.directives.get(coordinate) ?? []).every(({ name, arguments: given }) => {
      if (name.value === 'authenticated') return citizen !== undefined;
      const asked = given?.[0] ? (valueFromASTUntyped(given[0].value) as string[][]) : [];
      if (name.value === 'requiresScopes') return asked.some((all) => all.every((scope) => scopes.includes(scope)));
      if (name.value !== 'policy') return true;
      return asked.some((all) =>
        all.every((policy) => {
          if (!policy.startsWith('assurance:')) return holds.includes(policy);
          const level = policy.slice('assurance:'.length).toUpperCase();
          return citizen !== undefined && LEVELS.indexOf(citizen.level) >= LEVELS.indexOf(level);
        }),
      );
    });
  }

  private add(coordinate: string, directives: readonly ConstDirectiveNode[] | undefined): void {
    this.directives.set(coordinate, [...(this.directives.get(coordinate) ?? []), ...(directives ?? [])]);
  }
}

/** Makes every field of an executable schema ask the rules before its resolver runs. */
export function enforce(
  schema: GraphQLSchema,
  rules: PlainRules,
  asking: () => { caller: Caller; holds: readonly string[] },
): void {
  const mayHave = (coordinate: string): boolean => {
    const { caller, holds } = asking();
    return rules.mayHave(coordinate, caller, holds);
  };
  const mayHaveType = (type: GraphQLNamedType): boolean => {
    if (!isAbstractType(type)) return mayHave(type.name);
    return schema.getPossibleTypes(type).some(({ name }) => mayHave(name));
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isAbstractType(type)) {
      type.resolveType = (value: { __typename: string }) => {
        if (!mayHave(value.__typename)) throw new GraphQLError(`no ${value.__typename} for this caller`);
        return value.__typename;
      };
    }
    if (!isObjectType(type)) continue;
    const interfaces = type.getInterfaces().map(({ name }) => name);
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      field.resolve = (...args) => {
        // The fields of an interface object are written on the interface.
        const isAllowed =
          [type.name, ...interfaces].every((name) => mayHave(`${name}.${field.name}`)) &&
          mayHaveType(getNamedType(field.type));
        if (!isAllowed) throw new GraphQLError(`no ${type.name}.${field.name} for this caller`);
        return resolve?.(...args);
      };
    }
  }
}

/** The protected fields that requests asked of subgraphs for a caller who may not have them. Keys of entities are no secret between services. */
export function askedInVain(
  { subgraphs }: FederatedGraph,
  requests: readonly { subgraph: string; query: string }[],
  mayHave: (coordinate: string) => boolean,
): string[] {
  return requests.flatMap(({ subgraph, query }) => {
    const source = subgraphs.find(({ name }) => name === subgraph);
    const schema = buildSubgraphSchema(parse(source?.typeDefs ?? ''));
    const types = new TypeInfo(schema);
    const found: string[] = [];
    visit(
      parse(query),
      visitWithTypeInfo(types, {
        Field({ name }) {
          const parent = types.getParentType();
          const type = types.getType();
          if (!parent || !type || ['id', '__typename', '_entities'].includes(name.value)) return;
          const owners = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
          const asked = [...owners.map((owner) => `${owner.name}.${name.value}`), ...owners.map((owner) => owner.name)];
          if (!isAbstractType(getNamedType(type))) asked.push(getNamedType(type).name);
          found.push(...asked.filter((coordinate) => !mayHave(coordinate)));
        },
      }),
    );
    return found;
  });
}
