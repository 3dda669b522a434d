import { valueFromASTUntyped } from 'graphql';
import type { ArgumentNode, ConstDirectiveNode, GraphQLField } from 'graphql';
import { valueOf, type VariableValues } from '../variable-values.ts';

/**
 * How long the list of a field gets (`@listSize`).
 * @see https://ibm.github.io/graphql-specs/cost-spec.html
 */
export interface ListSize {
  /** Where no argument says it. */
  assumedSize: number | undefined;
  /** Arguments that set it. */
  slicingArguments: readonly string[];
  /** Fields of the returned object that are the lists. Empty: the field itself is the list. */
  sizedFields: readonly string[];
  /** Whether exactly one of the slicing arguments has to be given. */
  requireOneSlicingArgument: boolean;
}

export function readListSize(directive: ConstDirectiveNode): ListSize {
  const given = Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }): [string, unknown] => [name.value, valueFromASTUntyped(value)]),
  );
  return {
    assumedSize: typeof given['assumedSize'] === 'number' ? given['assumedSize'] : undefined,
    slicingArguments: strings(given['slicingArguments']),
    sizedFields: strings(given['sizedFields']),
    requireOneSlicingArgument: given['requireOneSlicingArgument'] !== false,
  };
}

/** The sizes that the slicing arguments of a selected field ask for. Defaults of the schema count where nothing is given. */
export function slices(
  listSize: ListSize,
  field: GraphQLField<unknown, unknown>,
  given: readonly ArgumentNode[] | undefined,
  variables: VariableValues,
): number[] {
  const explicit = listSize.slicingArguments.flatMap((name) => {
    const node = given?.find((argument) => argument.name.value === name)?.value;
    return node ? numbers(valueOf(node, variables)) : [];
  });
  if (explicit.length > 0) return explicit;
  return listSize.slicingArguments.flatMap((name) => {
    return numbers(field.args.find((argument) => argument.name === name)?.defaultValue);
  });
}

function numbers(value: unknown): number[] {
  // Variables are not checked yet, and JSON's 1e400 is Infinity, which no Int is and no answer can say.
  return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
