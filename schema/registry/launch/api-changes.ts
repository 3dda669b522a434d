import { diff } from '@graphql-inspector/core';
import { buildSchema, type GraphQLSchema } from 'graphql';

export interface ApiChange {
  code: string;
  criticality: 'BREAKING' | 'DANGEROUS' | 'NON_BREAKING';
  message: string;
  coordinate: string | null;
}

const order = ['BREAKING', 'DANGEROUS', 'NON_BREAKING'];
const read = (sdl: string): GraphQLSchema => buildSchema(sdl, { assumeValid: true });

/** What changed for clients between two API schemas, what breaks them first. */
export async function apiChanges(before: string, after: string): Promise<ApiChange[]> {
  const changes = await diff(read(before), read(after));
  return changes
    .map(({ type, criticality, message, path }): ApiChange => ({
      code: type,
      criticality: criticality.level,
      message,
      coordinate: path ?? null,
    }))
    .toSorted((a, b) => order.indexOf(a.criticality) - order.indexOf(b.criticality));
}
