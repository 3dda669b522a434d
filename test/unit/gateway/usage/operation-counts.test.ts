import { describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { OperationCounts, type ExecutedOperation } from '../../../../gateway/usage/operation-counts.ts';

const schema = buildSchema('type Query { a: Int b: Int }');

function executed(text: string): ExecutedOperation {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('Expected an operation.');
  return { schema, document, operation };
}

describe('Counting requests', () => {
  test('adds up by operation and client, and starts anew once taken', () => {
    const counts = new OperationCounts();
    const [a, b] = [executed('{ a }'), executed('{ b }')];
    for (const client of ['web', 'app', 'web']) counts.count(a, client);
    counts.count(b, 'web');
    expect(counts.take().map(({ clients }) => Object.fromEntries(clients))).toEqual([{ web: 2, app: 1 }, { web: 1 }]);
    expect(counts.take()).toEqual([]);
  });

  test('leaves operations beyond the bound uncounted, and says how many', () => {
    const counts = new OperationCounts({ operations: 2, clients: 10 });
    for (const text of ['{ a }', '{ b }', '{ a b }', '{ b a }']) counts.count(executed(text), 'web');
    expect(counts.uncounted).toBe(2);
    expect(counts.take()).toHaveLength(2);
  });

  test('counts clients beyond the bound together', () => {
    const counts = new OperationCounts({ operations: 10, clients: 2 });
    const a = executed('{ a }');
    for (const client of ['one', 'two', 'three', 'four', 'one']) counts.count(a, client);
    expect(counts.take().map(({ clients }) => Object.fromEntries(clients))).toEqual([{ one: 2, two: 1, other: 2 }]);
  });
});
