import { Kind } from 'graphql';
import type { OperationRequest } from './served-graph.ts';

/** The values that variables of `@include` and `@skip` have in a request, defaults included. */
export function knownConditions(
  conditions: readonly string[],
  { operation, variables }: OperationRequest,
): ReadonlyMap<string, boolean> {
  return new Map(
    conditions.map((variable) => {
      const given = variables[variable];
      if (given !== undefined && Object.hasOwn(variables, variable)) return [variable, given === true];
      const definition = operation.variableDefinitions?.find(({ variable: node }) => node.name.value === variable);
      const { defaultValue } = definition ?? {};
      return [variable, defaultValue?.kind === Kind.BOOLEAN && defaultValue.value];
    }),
  );
}
