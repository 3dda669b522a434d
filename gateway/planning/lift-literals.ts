import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  parseType,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type {
  ArgumentNode,
  DocumentNode,
  GraphQLInputType,
  GraphQLSchema,
  NameNode,
  ObjectValueNode,
  OperationDefinitionNode,
  ValueNode,
  VariableDefinitionNode,
} from 'graphql';
import { fragmentsOf } from './prepare-operation.ts';

/** An operation whose literals have become variables. */
export interface LiftedOperation {
  /** The operation and the fragments that it reaches. */
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** What the literals were, by the new variables' names. */
  values: Readonly<Record<string, unknown>>;
}

/**
 * Turns the literals of field arguments into variables, so that operations that differ in nothing else become the same one. Equal
 * literals of one type become one variable: fields that were equal stay equal.
 *
 * Left as they are: arguments of directives, which planners read; null; what holds a variable; and custom scalars, since only
 * their subgraph knows whether it reads a literal as it reads a value.
 * @returns undefined when there is nothing to lift
 */
export function liftLiterals(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): LiftedOperation | undefined {
  const reached = reachedFragments(document, operation);
  const variables = new NewVariables(operation);
  const types = new TypeInfo(schema);
  const lifted: DocumentNode = visit(
    { kind: Kind.DOCUMENT, definitions: [operation, ...reached] },
    visitWithTypeInfo(types, {
      Directive: () => false,
      VariableDefinition: () => false,
      Argument(node): ArgumentNode | undefined {
        const type = types.getArgument()?.type;
        if (!type || types.getFieldDef()?.name.startsWith('__') || node.value.kind === Kind.NULL) return undefined;
        const value = jsonOf(node.value, type);
        return value === undefined ? undefined : { ...node, value: variables.variableFor(type, node.value, value) };
      },
    }),
  );
  const [changed, ...fragments] = lifted.definitions;
  if (variables.definitions.length === 0 || changed?.kind !== Kind.OPERATION_DEFINITION) return undefined;
  const variableDefinitions = [...(operation.variableDefinitions ?? []), ...variables.definitions];
  const whole: OperationDefinitionNode = { ...changed, variableDefinitions };
  return {
    document: { kind: Kind.DOCUMENT, definitions: [whole, ...fragments] },
    operation: whole,
    values: variables.values,
  };
}

class NewVariables {
  readonly definitions: VariableDefinitionNode[] = [];
  readonly values: Record<string, unknown> = {};
  private readonly known = new Map<string, NameNode>();
  private readonly taken: ReadonlySet<string>;
  private count = 0;

  constructor({ variableDefinitions }: OperationDefinitionNode) {
    this.taken = new Set(variableDefinitions?.map(({ variable }) => variable.name.value));
  }

  variableFor(type: GraphQLInputType, literal: ValueNode, value: unknown) {
    const key = `${String(type)} ${print(literal)}`;
    const name = this.known.get(key) ?? this.define(type, value);
    this.known.set(key, name);
    return { kind: Kind.VARIABLE as const, name };
  }

  private define(type: GraphQLInputType, value: unknown): NameNode {
    const name: NameNode = { kind: Kind.NAME, value: this.freeName() };
    const variable = { kind: Kind.VARIABLE as const, name };
    this.definitions.push({ kind: Kind.VARIABLE_DEFINITION, variable, type: parseType(String(type)) });
    this.values[name.value] = value;
    return name;
  }

  private freeName(): string {
    for (;;) {
      const name = `literal${this.count}`;
      this.count += 1;
      if (!this.taken.has(name)) return name;
    }
  }
}

/** A literal as a client would send it in `variables`; undefined where that could be something else than the literal. */
function jsonOf(node: ValueNode, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return jsonOf(node, type.ofType);
  if (node.kind === Kind.NULL) return null;
  if (isListType(type)) {
    if (node.kind !== Kind.LIST) return jsonOf(node, type.ofType);
    const values = node.values.map((item) => jsonOf(item, type.ofType));
    return values.includes(undefined) ? undefined : values;
  }
  if (isInputObjectType(type)) {
    return node.kind === Kind.OBJECT ? jsonOfObject(node, (name) => type.getFields()[name]?.type) : undefined;
  }
  if (isEnumType(type)) return node.kind === Kind.ENUM ? node.value : undefined;
  return jsonOfScalar(node, type);
}

function jsonOfScalar(node: ValueNode, type: GraphQLInputType): unknown {
  switch (node.kind) {
    case Kind.STRING:
      return type === GraphQLString || type === GraphQLID ? node.value : undefined;
    case Kind.BOOLEAN:
      return type === GraphQLBoolean ? node.value : undefined;
    case Kind.INT:
      // An identifier may have more digits than a number can hold.
      if (type === GraphQLID) return node.value;
      return type === GraphQLInt || type === GraphQLFloat ? finite(node.value) : undefined;
    case Kind.FLOAT:
      return type === GraphQLFloat ? finite(node.value) : undefined;
    case Kind.ENUM:
    case Kind.LIST:
    case Kind.OBJECT:
    case Kind.VARIABLE:
    case Kind.NULL:
      break;
  }
  return undefined;
}

function jsonOfObject(node: ObjectValueNode, typeOf: (name: string) => GraphQLInputType | undefined): unknown {
  const fields: [name: string, value: unknown][] = [];
  for (const { name, value } of node.fields) {
    const type = typeOf(name.value);
    const json = type && jsonOf(value, type);
    if (json === undefined) return undefined;
    fields.push([name.value, json]);
  }
  return Object.fromEntries(fields);
}

function finite(text: string): number | undefined {
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function reachedFragments(document: DocumentNode, operation: OperationDefinitionNode) {
  const fragments = fragmentsOf(document);
  const reached = new Set<string>();
  const follow = (node: OperationDefinitionNode | NonNullable<ReturnType<typeof fragments.get>>): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || reached.has(name.value)) return;
        reached.add(name.value);
        follow(fragment);
      },
    });
  };
  follow(operation);
  return [...fragments.values()].filter(({ name }) => reached.has(name.value));
}
