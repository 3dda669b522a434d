import { describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { usedCoordinates } from '../../../../gateway/usage/used-coordinates.ts';

const schema = buildSchema(/* GraphQL */ `
  directive @priced(level: Kind) on FIELD
  type Query {
    me: Citizen
    offices(first: Int, filter: OfficeFilter, kinds: [Kind!]): [Office!]
    node(id: ID!): Node
  }
  interface Node {
    id: ID!
  }
  type Citizen implements Node {
    id: ID!
    name: String
    office: Office
  }
  type Office implements Node {
    id: ID!
    kind: Kind
  }
  input OfficeFilter {
    kind: Kind
    place: Place
    secret: String
  }
  input Place {
    ags: String
  }
  enum Kind {
    TOWN
    COUNTY
  }
`);

function used(text: string, name?: string): string[] {
  const document = parse(text);
  const operation = getOperationAST(document, name);
  if (!operation) throw new Error('Expected an operation.');
  return usedCoordinates(schema, document, operation).toSorted();
}

describe('What an operation uses', () => {
  test('is each field by the type it is asked of, once, whatever it is called', () => {
    expect(used('{ me { a: name b: name office { id } } }')).toEqual([
      'Citizen.name',
      'Citizen.office',
      'Office.id',
      'Query.me',
    ]);
  });

  test('is also what stands in fragments, and nothing of other operations in the document', () => {
    const text = `query A { node(id: 1) { ...F } } query B { offices { kind } } fragment F on Node { id ... on Citizen { name } }`;
    expect(used(text, 'A')).toEqual(['Citizen.name', 'Node.id', 'Query.node', 'Query.node(id:)']);
  });

  test('is each argument, input field and value that is written out', () => {
    expect(
      used('{ offices(first: 3, filter: { place: { ags: "147" }, kind: TOWN }, kinds: [COUNTY]) { id } }'),
    ).toEqual([
      'Kind.COUNTY',
      'Kind.TOWN',
      'Office.id',
      'OfficeFilter.kind',
      'OfficeFilter.place',
      'Place.ags',
      'Query.offices',
      'Query.offices(filter:)',
      'Query.offices(first:)',
      'Query.offices(kinds:)',
    ]);
  });

  test('is, of variables, their types with all types inside, and never what is in them', () => {
    expect(
      used('query ($f: OfficeFilter = { secret: "s" }, $n: Int) { offices(filter: $f, first: $n) { id } }'),
    ).toEqual([
      'Kind',
      'Office.id',
      'OfficeFilter',
      'OfficeFilter.secret',
      'Place',
      'Query.offices',
      'Query.offices(filter:)',
      'Query.offices(first:)',
    ]);
  });

  test('is nothing for introspection, __typename and arguments of directives', () => {
    expect(used('{ __typename __schema { types { name } } me @priced(level: TOWN) { __typename } }')).toEqual([
      'Kind.TOWN',
      'Query.me',
    ]);
  });
});
