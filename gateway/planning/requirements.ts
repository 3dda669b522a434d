import { isInterfaceType, isObjectType, Kind, parse, print, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, FieldNode, GraphQLInterfaceType, GraphQLObjectType, SelectionSetNode } from 'graphql';
import type { Supergraph } from '../supergraph/supergraph.ts';

/** A field with arguments that another requires: `path` of field names to it, and how it must be asked for. */
export interface RequiredCall {
  path: string[];
  call: string;
}

/** A field with its arguments in one spelling, so that equal calls have equal texts. */
export function callText({ name, arguments: given = [] }: FieldNode): string {
  return given.length === 0 ? name.value : `${name.value}(${given.map(print).toSorted().join(',')})`;
}

/** What `@requires` demands with arguments, read from a supergraph. Planners mix such demands up. */
export class Requirements {
  private readonly calls = new Map<string, RequiredCall[]>();
  private readonly demanding = new Set<string>();

  constructor({ schema, subgraphs }: Supergraph) {
    const names = new Map([...subgraphs].map(([name, { graphEnumValue }]) => [graphEnumValue, name]));
    for (const type of Object.values(schema.getTypeMap())) {
      if (isObjectType(type)) this.read(type, names);
      else if (isInterfaceType(type)) this.readInterfaceObject(type, schema.getPossibleTypes(type));
    }
  }

  /** What a field needs with arguments when this subgraph resolves it. */
  of(subgraph: string, type: string, field: string): RequiredCall[] {
    return this.calls.get(`${subgraph}:${type}.${field}`) ?? [];
  }

  /** Whether a field, or one that it requires, needs fields with arguments, or is an interface object's and needs any. */
  isDemanding(type: string, field: string): boolean {
    return this.demanding.has(`${type}.${field}`);
  }

  /** Only where a subgraph knows an interface as one type do its fields have an origin of their own. */
  private readInterfaceObject(type: GraphQLInterfaceType, possible: readonly GraphQLObjectType[]): void {
    for (const { name, astNode } of Object.values(type.getFields())) {
      if (!astNode?.directives?.some((directive) => joinField(directive).requires !== undefined)) continue;
      for (const each of [type, ...possible]) this.demanding.add(`${each.name}.${name}`);
    }
  }

  private read(type: GraphQLObjectType, names: ReadonlyMap<string, string>): void {
    const requiredBy = new Map<string, string[]>();
    for (const field of Object.values(type.getFields())) {
      for (const directive of field.astNode?.directives ?? []) {
        const { graph, requires } = joinField(directive);
        if (graph === undefined || requires === undefined) continue;
        const selectionSet = fieldSet(requires);
        const calls = callsIn(selectionSet, []);
        this.calls.set(`${names.get(graph) ?? graph}:${type.name}.${field.name}`, calls);
        if (calls.length > 0) this.demanding.add(`${type.name}.${field.name}`);
        for (const name of fieldNames(selectionSet)) {
          requiredBy.set(name, [...(requiredBy.get(name) ?? []), field.name]);
        }
      }
    }
    this.spread(type.name, requiredBy);
  }

  /** Who requires a demanding field is demanding. */
  private spread(type: string, requiredBy: ReadonlyMap<string, string[]>): void {
    const open = [...requiredBy.keys()].filter((name) => this.isDemanding(type, name));
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      for (const dependent of requiredBy.get(name) ?? []) {
        if (this.isDemanding(type, dependent)) continue;
        this.demanding.add(`${type}.${dependent}`);
        open.push(dependent);
      }
    }
  }
}

function joinField({ name, arguments: given = [] }: ConstDirectiveNode): { graph?: string; requires?: string } {
  if (name.value !== 'join__field') return {};
  const values: Record<string, unknown> = {};
  for (const argument of given) values[argument.name.value] = valueFromASTUntyped(argument.value);
  const { graph, requires } = values;
  return typeof graph === 'string' && typeof requires === 'string' ? { graph, requires } : {};
}

function fieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{${text}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`Expected a set of fields, but got "${text}".`);
  return definition.selectionSet;
}

function callsIn({ selections }: SelectionSetNode, path: readonly string[]): RequiredCall[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return callsIn(selection.selectionSet, path);
    const here = [...path, selection.name.value];
    const own = selection.arguments?.length ? [{ path: here, call: callText(selection) }] : [];
    return selection.selectionSet ? [...own, ...callsIn(selection.selectionSet, here)] : own;
  });
}

function fieldNames({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldNames(selection.selectionSet) : [];
  });
}
