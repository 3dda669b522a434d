import { getNamedType, isInputObjectType } from 'graphql';
import type { ArgumentNode, GraphQLField, GraphQLInputType } from 'graphql';
import { valueOf, type VariableValues } from '../variable-values.ts';
import type { CostModel } from './cost-model.ts';

/** What the arguments of a field cost: the weights of those that are given, and of the fields inside them. */
export function inputCost(
  model: CostModel,
  field: GraphQLField<unknown, unknown>,
  given: readonly ArgumentNode[] | undefined,
  variables: VariableValues,
): number {
  let total = 0;
  for (const { name, value } of given ?? []) {
    const argument = field.args.find((candidate) => candidate.name === name.value);
    const found = argument && valueOf(value, variables);
    if (argument && found !== undefined) {
      total += model.weightOfInput(argument, getNamedType(argument.type)) + inside(model, argument.type, found);
    }
  }
  return total;
}

function inside(model: CostModel, type: GraphQLInputType, value: unknown): number {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + inside(model, named, item), 0);
  return Object.values(named.getFields()).reduce((sum, field) => {
    if (!Object.hasOwn(value, field.name)) return sum;
    const inner: unknown = Reflect.get(value, field.name);
    return sum + model.weightOfInput(field, getNamedType(field.type)) + inside(model, field.type, inner);
  }, 0);
}
