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
  return new Joins(graph, sdl, apiSchema);
}

class Joins implements Ownership {
  private readonly via: Readonly<Record<string, readonly string[]>>;
  private readonly apiSchema: GraphQLSchema;
  private readonly types = new Map<string, TypeNode>();
  /** Subgraph names by the value that stands for them in the supergraph. */
  private readonly names = new Map<string, string>();
  private readonly required = new Set<string>();

  constructor(graph: FederatedGraph, sdl: string, apiSchema: GraphQLSchema) {
    this.via = graph.via ?? {};
    this.apiSchema = apiSchema;
    for (const node of parse(sdl, { noLocation: true }).definitions) {
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) {
        this.types.set(node.name.value, node);
      }
      if (node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph') {
        for (const { name, directives } of node.values ?? []) {
          this.names.set(name.value, argument(directives?.[0], 'name') ?? '');
        }
      }
    }
    for (const [name, node] of this.types) this.collectRequired(name, node);
  }

  owners(type: string, field: string): string[] {
    const found = this.joins(type, field);
    const graphs = this.graphsOf(found.filter((directive) => argument(directive, 'external') !== 'true'));
    if (graphs.length > 0) return graphs;
    // A join without a graph: the field comes to this type from an interface object.
    if (found.length > 0) {
      const interfaces = interfacesOf(this.types.get(type)).filter((name) => this.joins(name, field).length > 0);
      return [...new Set(interfaces.flatMap((name) => this.owners(name, field)))];
    }
    return [...new Set(this.graphsOf(typeJoins(this.types.get(type))))];
  }

  needs(type: string, field: string): Set<string> {
    const found = new Set(this.via[`${type}.${field}`]);
    const [owner, another] = this.owners(type, field);
    if (owner !== undefined && another === undefined) found.add(owner);
    for (const [parent, name] of this.requirements(type, field)) {
      for (const subgraph of this.needs(parent, name)) found.add(subgraph);
    }
    return found;
  }

  isRequired(type: string, field: string): boolean {
    return this.required.has(`${type}.${field}`);
  }

  private collectRequired(name: string, node: TypeNode): void {
    const keys = typeJoins(node).flatMap((directive) => argument(directive, 'key') ?? []);
    const read = [
      ...keys.flatMap((key) => fieldsOf(this.apiSchema, name, key)),
      ...(node.fields ?? []).flatMap((field) => this.requirements(name, field.name.value)),
    ];
    for (const [parent, field] of read) {
      for (const type of [parent, ...implementing(this.apiSchema, parent)]) this.required.add(`${type}.${field}`);
    }
  }

  private requirements(type: string, field: string): [string, string][] {
    const fieldSets = this.joins(type, field).flatMap((directive) => argument(directive, 'requires') ?? []);
    return fieldSets.flatMap((fieldSet) => fieldsOf(this.apiSchema, type, fieldSet));
  }

  private joins(type: string, field: string): readonly ConstDirectiveNode[] {
    return joinsOf(this.types.get(type), field);
  }

  private graphsOf(directives: readonly ConstDirectiveNode[]): string[] {
    return directives.flatMap((directive) => this.names.get(argument(directive, 'graph') ?? '') ?? []);
  }
}

function implementing(schema: GraphQLSchema, name: string): string[] {
  const type = schema.getType(name);
  return isInterfaceType(type) ? schema.getPossibleTypes(type).map((object) => object.name) : [];
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
