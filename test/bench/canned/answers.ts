import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { accountReferences, accountRoots } from './account-data.ts';
import { catalogueReferences, catalogueRoots } from './catalogue-data.ts';
import { SUBGRAPHS } from './subgraphs.ts';

export const roots = { ...accountRoots, ...catalogueRoots };
const references: Record<string, (key: { id: string; upc: string }) => unknown> = {
  ...accountReferences,
  ...catalogueReferences,
};

/** The schema of one subgraph; all fields are read by the default resolver. */
export function subgraphSchema(name: string): GraphQLSchema {
  const typeDefs = parse(SUBGRAPHS[name] ?? '');
  const types = new Set(typeDefs.definitions.map((node) => ('name' in node && node.name ? node.name.value : '')));
  const resolvers = Object.fromEntries(
    Object.entries(references)
      .filter(([type]) => types.has(type))
      .map(([type, find]) => [type, { __resolveReference: find }]),
  );
  return buildSubgraphSchema([{ typeDefs, resolvers }]);
}

/** Executes what a gateway asked. This happens once for each different body; from then on its bytes are sent again. */
export async function answerTo(schema: GraphQLSchema, body: string): Promise<string> {
  const asked: { query: string; variables?: Record<string, unknown>; operationName?: string } = JSON.parse(body);
  const result = await graphql({
    schema,
    source: asked.query,
    rootValue: roots,
    variableValues: asked.variables,
    operationName: asked.operationName,
  });
  if (result.errors) throw new Error(`${String(result.errors[0])} for ${body.slice(0, 2_000)}`);
  return JSON.stringify(result);
}
