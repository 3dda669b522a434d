import type { Resolvers } from '../http/graphql-endpoint.ts';
import { GraphQLScalarType } from 'graphql';

const dateTime = new GraphQLScalarType({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
});

/** Scalars as they are written; no input takes one. */
export const scalarResolvers = { DateTime: dateTime } as unknown as Resolvers;
