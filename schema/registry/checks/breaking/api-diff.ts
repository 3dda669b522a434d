import { diff, type Change } from '@graphql-inspector/core';
import { buildSchema, type GraphQLSchema } from 'graphql';

/** What changes for clients between two API schemas. */
export interface ApiDiff {
  /** The schema before. */
  before: GraphQLSchema;
  changes: readonly Change[];
}

let latest: { texts: readonly [string, string]; found: Promise<ApiDiff> } | undefined;

/** Compares two API schemas. All subgraphs of one change, and its record, ask for the same two. */
export function apiDiff(before: string, after: string): Promise<ApiDiff> {
  if (latest?.texts[0] !== before || latest.texts[1] !== after) {
    latest = { texts: [before, after], found: compare(before, after) };
  }
  return latest.found;
}

async function compare(before: string, after: string): Promise<ApiDiff> {
  const schema = read(before);
  return { before: schema, changes: await diff(schema, read(after)) };
}

const read = (sdl: string): GraphQLSchema => buildSchema(sdl, { assumeValidSDL: true, assumeValid: true });
