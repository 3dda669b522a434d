import { describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse, print } from 'graphql';
import { OperationNames } from '../../../../gateway/planning/operation-names.ts';
import { TooManySelectionsError } from '../../../../gateway/planning/plan-selections.ts';
import { prepareOperation } from '../../../../gateway/planning/prepare-operation.ts';

const apiSchema = buildSchema(/* GraphQL */ `
  type Query {
    book: Book
    items: [Item]
    nodes: [Node]
    find(id: ID, any: [Wanted!], copies: Int): Book
  }
  interface Node {
    id: ID!
  }
  interface Dated {
    id: ID!
    year: Int
  }
  type Book implements Node & Dated {
    id: ID!
    year: Int
    legacyId: ID!
    title: String
    price(currency: String): Int
  }
  type Box implements Node & Dated {
    id: ID!
    year: Int
    label: String
  }
  type Stone {
    weight: Int
  }
  union Item = Book | Box | Stone
  input Wanted {
    id: ID
    ids: [ID!]
    weight: Float
  }
`);
const names = new OperationNames(apiSchema);

function prepare(query: string, known: Record<string, boolean> = {}, expandedSelections = 100) {
  const document = parse(query);
  const operation = getOperationAST(document, null);
  if (!operation) throw new Error('expected one operation');
  const context = { apiSchema, names, expandedSelections, known: new Map(Object.entries(known)) };
  return prepareOperation(document, operation, context);
}

const spaced = (query: string): string => print(parse(query));

describe('what goes to a planner', () => {
  test('has no alias that hides a field, and a key of its own for every field with arguments', () => {
    const { planText } = prepare('{ book { id: legacyId price own: title __typename: title } }');
    expect(planText).toBe(spaced('{ book { _r_id: legacyId _r_price: price own: title _r___typename: title } }'));
  });

  test('has no fragment on another interface, unless that selects what the position does not have, however deep', () => {
    expect(prepare('{ nodes { ... on Dated { __typename ... { id } } } }').planText).toBe(
      spaced('{ nodes { __typename id } }'),
    );
    expect(prepare('{ nodes { ... on Dated { ... { year } } } }').planText).toBe(
      spaced('{ nodes { __typename ... on Book { year } ... on Box { year } } }'),
    );
  });

  test('has a key for each call that has the same response name elsewhere, so that planners do not take one for the other', () => {
    const document = parse('{ items { ... on Book { found: title } ... on Box { found: label } } }');
    const operation = getOperationAST(document, null)!;
    const own = names.of(document);
    const { planText } = prepareOperation(document, operation, {
      apiSchema,
      names: own,
      expandedSelections: 9,
      known: new Map(),
    });
    expect(planText).toBe(
      spaced('{ items { __typename ... on Book { found: title } ... on Box { _r1_found: label } } }'),
    );
    expect(own.clientKey('_r1_found')).toBe('found');
  });

  test('is written under the client’s names again', () => {
    expect(names.clientKey('_r_id')).toBe('id');
    expect(names.clientKey('own')).toBe('own');
    expect(names.clientKey('_internal_qp_alias_0')).toBeUndefined();
  });

  test('has the fragments of an abstract position by object type', () => {
    const { planText } = prepare('{ items { ... on Node { id ... on Box { label } } } nodes { ... on Node { id } } }');
    expect(planText).toBe(spaced('{ items { __typename ... on Book { id } ... on Box { id label } } nodes { id } }'));
  });

  test('has the conditions of fragments at their fields, and nothing that is excluded for good', () => {
    const { planText } = prepare(
      'query ($a: Boolean!) { book { ... @include(if: $a) { title id @skip(if: false) } legacyId @skip(if: true) } }',
    );
    expect(planText).toBe(
      spaced('query ($a: Boolean!) { book { __typename title @include(if: $a) id @include(if: $a) } }'),
    );
  });

  test('can be made for one set of values of the conditions', () => {
    const query = 'query ($a: Boolean!) { book { title @include(if: $a) id @skip(if: $a) } }';
    expect(prepare(query, { a: true }).planText).toBe(spaced('query ($a: Boolean!) { book { title } }'));
  });

  test('is nothing where the gateway answers by itself', () => {
    const { planText, introspection } = prepare(
      '{ __typename ...F } fragment F on Query { __schema { queryType { name } } }',
    );
    expect(planText).toBeUndefined();
    expect(introspection && print(introspection)).toContain('__schema');
  });

  test('is refused when an abstract type makes it too large', () => {
    expect(() => prepare('{ items { ... on Node { id } } }', {}, 2)).toThrow(TooManySelectionsError);
  });

  test('has identifiers as text that are numbers of more than 64 bits, wherever they stand', () => {
    const long = '9'.repeat(40);
    const { planText } = prepare(
      `query ($a: ID = ${long}) { find(id: ${long}, any: [{ id: ${long}, ids: [7, ${long}] }, { id: $a, weight: ${long} }], copies: 7) { id } }`,
    );
    expect(planText).toBe(
      spaced(
        `query ($a: ID = "${long}") { _r_find: find(id: "${long}", any: [{ id: "${long}", ids: [7, "${long}"] }, { id: $a, weight: ${long} }], copies: 7) { id } }`,
      ),
    );
  });

  test('keeps a client’s variable apart from the ones that planners use', () => {
    const { planText } = prepare('query ($representations: String) { book { price(currency: $representations) } }');
    expect(planText).toContain('$_r_representations');
    expect(names.clientVariable('_r_representations')).toBe('representations');
  });
});
