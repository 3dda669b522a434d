import {
  type ConstDirectiveNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  type InterfaceTypeDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import type { FederatedGraph } from './federated-graph.ts';

/** Which subgraphs a field's value comes from, read from the supergraph's join directives. */
export interface Ownership {
  /** Subgraphs that can answer the field; a single one is where it must come from. */
  owners(type: string, field: string): readonly string[];
  /** Every subgraph without which the field cannot be had: its only owner, those of what it requires, those on the way. */
  needs(type: string, field: string): ReadonlySet<string>;
  /** Whether another field's `@requires` or a key reads this one. */
  isRequired(type: string, field: string): boolean;
}

type TypeNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** Reads a supergraph by itself, so that the oracle owes nothing to the engine's own reading. */
export function readOwnership(graph: FederatedGraph, sdl: string, apiSchema: GraphQLSchema): Ownership {
  const types = new Map<string, TypeNode>();
  const names = new Map<string, string>();
  for (const node of parse(sdl, { noLocation: true }).definitions) {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
      types.set(node.name.value, node);
    if (node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph') {
      for (const value of node.values ?? []) names.set(value.name.value, argument(value.directives?.[0], 'name') ?? '');
    }
  }
  const graphsOf = (directives: readonly ConstDirectiveNode[]) =>
    directives.flatMap((directive) => names.get(argument(directive, 'graph') ?? '') ?? []);
  const joins = (type: string, field: string) => joinsOf(types.get(type), field);
  const owners = (type: string, field: string): string[] => {
    const found = joins(type, field);
    const graphs = graphsOf(found.filter((directive) => argument(directive, 'external') !== 'true'));
    if (graphs.length > 0) return graphs;
    // A join without a graph: the field comes to this type from an interface object.
    if (found.length > 0) {
      const interfaces = interfacesOf(types.get(type)).filter((name) => joins(name, field).length > 0);
      return [...new Set(interfaces.flatMap((name) => owners(name, field)))];
    }
    return [...new Set(graphsOf(typeJoins(types.get(type))))];
  };
  const required = new Set<string>();
  const needs = (type: string, field: string): Set<string> => {
    const found = new Set(graph.via?.[`${type}.${field}`]);
    const own = owners(type, field);
    if (own.length === 1 && own[0]) found.add(own[0]);
    for (const directive of joins(type, field)) {
      const requires = argument(directive, 'requires');
      if (!requires) continue;
      for (const [parent, name] of fieldsOf(apiSchema, type, requires)) {
        required.add(`${parent}.${name}`);
        for (const subgraph of needs(parent, name)) found.add(subgraph);
      }
    }
    return found;
  };
  for (const [name, node] of types) for (const field of node.fields ?? []) needs(name, field.name.value);
  return { owners, needs, isRequired: (type, field) => required.has(`${type}.${field}`) };
}

function interfacesOf(node: TypeNode | undefined): string[] {
  return (node?.interfaces ?? []).map(({ name }) => name.value);
}

function typeJoins(node: TypeNode | undefined): readonly ConstDirectiveNode[] {
  return (node?.directives ?? []).filter((directive) => directive.name.value === 'join__type');
}

function joinsOf(node: TypeNode | undefined, field: string): readonly ConstDirectiveNode[] {
  const found = node?.fields?.find((candidate) => candidate.name.value === field);
  return (found?.directives ?? []).filter((directive) => directive.name.value === 'join__field');
}

function argument(directive: ConstDirectiveNode | undefined, name: string): string | undefined {
  const value = directive?.arguments?.find((candidate) => candidate.name.value === name)?.value;
  if (value?.kind === Kind.BOOLEAN) return String(value.value);
  return value && 'value' in value ? value.value : undefined;
}

/** Every `[type, field]` that a field set names. */
function fieldsOf(schema: GraphQLSchema, type: string, fieldSet: string): [string, string][] {
  const operation = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions[0];
  return operation?.kind === Kind.OPERATION_DEFINITION ? walk(schema, type, operation.selectionSet) : [];
}

function walk(schema: GraphQLSchema, parent: string, { selections }: SelectionSetNode): [string, string][] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return walk(schema, selection.typeCondition?.name.value ?? parent, selection.selectionSet);
    }
    const below = selection.selectionSet
      ? walk(schema, typeBelow(schema, parent, selection), selection.selectionSet)
      : [];
    return [[parent, selection.name.value], ...below];
  });
}

function typeBelow(schema: GraphQLSchema, parent: string, field: FieldNode): string {
  const type = schema.getType(parent);
  const found = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.name.value] : undefined;
  return found ? getNamedType(found.type).name : parent;
}
