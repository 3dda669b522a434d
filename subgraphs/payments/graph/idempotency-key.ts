import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

function parse(value: unknown): string {
  if (typeof value === 'string' && /^[\x21-\x7e]{8,100}$/.test(value)) return value;
  throw new GraphQLError(
    'IdempotencyKey expects 8 to 100 signs without spaces, best a random UUID made for this one wish.',
  );
}

/** What a client makes up for one wish, so that it can be sent again. */
export const IdempotencyKey = new GraphQLScalarType<string, string>({
  name: 'IdempotencyKey',
  description: 'What a client makes up for one wish, so that it can be sent again: 8 to 100 signs, best a random UUID.',
  serialize: parse,
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});
