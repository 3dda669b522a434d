import { Kind, valueFromASTUntyped } from 'graphql';
import type { OperationDefinitionNode, ValueNode } from 'graphql';

/** The values of an operation's variables before they are checked: as they came, or their defaults. */
export type VariableValues = Readonly<Record<string, unknown>>;

/** The values under which an operation would run. */
export function variableValues(
  { variableDefinitions }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>> | undefined,
): VariableValues {
  const values: Record<string, unknown> = { __proto__: null };
  for (const { variable, defaultValue } of variableDefinitions ?? []) {
    const name = variable.name.value;
    if (given && Object.hasOwn(given, name)) values[name] = given[name];
    else if (defaultValue) values[name] = valueFromASTUntyped(defaultValue);
  }
  return values;
}

/** What stands in a document, with variables put in. */
export function valueOf(node: ValueNode, variables: VariableValues): unknown {
  return node.kind === Kind.VARIABLE ? variables[node.name.value] : valueFromASTUntyped(node, variables);
}
