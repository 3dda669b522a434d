import { GraphQLError, GraphQLScalarType } from 'graphql';

function check(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new GraphQLError(`Cents expects a whole number, but got: ${JSON.stringify(value)}.`);
}

/** Sums of many payments outgrow the 32 bits of `Int`. */
export const GraphQLCents = new GraphQLScalarType<number, number>({
  name: 'Cents',
  description: 'Euro cents as a whole number, up to 2^53: sums of many payments outgrow Int.',
  serialize: check,
  parseValue: check,
});
