import { expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { buildSchema, getOperationAST, parse, type GraphQLSchema } from 'graphql';
import { KnownOperations } from '../../../../gateway/http/known-operations.ts';

const before = buildSchema('type Query { name: String age: Int }');
const after = buildSchema('type Query { name: String }');

/** As if Apollo Server had let the query through. */
async function learn(known: KnownOperations, query: string, schema: GraphQLSchema): Promise<void> {
  const document = parse(query);
  const operation = getOperationAST(document, null);
  const context = { source: query, queryHash: query, document, operation, schema, request: { query } };
  const listener = await known.plugin.requestDidStart?.(context as never);
  await listener?.executionDidStart?.(context as never);
}

const asking = (query: string) => ({ method: 'POST', body: { query } }) as FastifyRequest;

test('a new schema renews the operations that it allows and ends the others', async () => {
  const known = new KnownOperations();
  await learn(known, '{ name }', before);
  await learn(known, '{ age }', before);
  const allowed = known.find(asking('{ name }'))?.known.document;

  known.renew(after, (document) => document === allowed);

  expect(known.find(asking('{ name }'))?.known.schema).toBe(after);
  expect(known.find(asking('{ age }'))).toBeUndefined();
});

test('a request that found an operation before the new schema keeps the old one', async () => {
  const known = new KnownOperations();
  await learn(known, '{ name }', before);
  const found = known.find(asking('{ name }'));

  known.renew(after, () => true);

  expect(found?.known.schema).toBe(before);
});
