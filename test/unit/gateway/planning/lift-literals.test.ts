import { describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse, print, validate } from 'graphql';
import { liftLiterals } from '../../../../gateway/planning/lift-literals.ts';

const schema = buildSchema(/* GraphQL */ `
  scalar Day
  enum Color {
    RED
    GREEN
  }
  input Wanted {
    color: Color
    sizes: [Int!]
    from: Day
    inner: Wanted
  }
  type Query {
    vehicle(id: ID!): Vehicle
    vehicles(wanted: Wanted, first: Int = 5, near: Float, on: Day): [Vehicle]
  }
  type Vehicle {
    id: ID!
    label(color: Color, upper: Boolean): String
  }
`);

function lifted(query: string) {
  const document = parse(query, { noLocation: true });
  const operation = getOperationAST(document);
  const result = operation ? liftLiterals(document, operation, schema) : undefined;
  if (result) expect(validate(schema, result.document)).toEqual([]);
  return result && { text: print(result.document).replaceAll(/\s+/g, ' '), values: result.values };
}

describe('Literals of arguments', () => {
  test('become variables of the types that the arguments have', () => {
    expect(lifted('{ vehicle(id: "a") { label(color: RED, upper: true) } }')).toEqual({
      text: 'query ($literal0: ID!, $literal1: Color, $literal2: Boolean) { vehicle(id: $literal0) { label(color: $literal1, upper: $literal2) } }',
      values: { literal0: 'a', literal1: 'RED', literal2: true },
    });
  });

  test('that are objects and lists become one variable each', () => {
    expect(
      lifted('{ vehicles(wanted: { color: GREEN, sizes: 3, inner: { sizes: [1, 2], color: null } }) { id } }'),
    ).toEqual({
      text: 'query ($literal0: Wanted) { vehicles(wanted: $literal0) { id } }',
      values: { literal0: { color: 'GREEN', sizes: 3, inner: { sizes: [1, 2], color: null } } },
    });
  });

  test('that are equal stay equal, so that fields which could be merged still can', () => {
    const query =
      '{ a: vehicle(id: "a") { id } ...F } fragment F on Query { a: vehicle(id: "a") { label(upper: true) } }';
    expect(lifted(query)?.values).toEqual({ literal0: 'a', literal1: true });
  });

  test('stand beside the variables of the client, never in their place', () => {
    const query =
      'query($literal0: ID!, $n: Int) { vehicle(id: $literal0) { id } vehicles(first: $n, near: 1) { id } }';
    expect(lifted(query)).toEqual({
      text: 'query ($literal0: ID!, $n: Int, $literal1: Float) { vehicle(id: $literal0) { id } vehicles(first: $n, near: $literal1) { id } }',
      values: { literal1: 1 },
    });
  });

  test('that are identifiers keep all their digits', () => {
    expect(lifted('{ vehicle(id: 12345678901234567890) { id } }')?.values).toEqual({
      literal0: '12345678901234567890',
    });
  });

  test('of fragments that the operation does not reach are left out with them', () => {
    const query =
      'query A { vehicle(id: "a") { id } } query B { ...F } fragment F on Query { vehicle(id: "b") { id } }';
    const document = parse(query);
    const result = liftLiterals(document, getOperationAST(document, 'A')!, schema);
    expect(result?.values).toEqual({ literal0: 'a' });
    expect(validate(schema, result!.document)).toEqual([]);
  });

  test.each([
    ['null', '{ vehicles(first: null) { id } }'],
    ['a custom scalar', '{ vehicles(on: "2026-11-22") { id } }'],
    ['a custom scalar inside an object', '{ vehicles(wanted: { from: "2026-11-22" }) { id } }'],
    ['an object with a variable', 'query($c: Color) { vehicles(wanted: { color: $c }) { id } }'],
    ['the argument of a directive', '{ vehicles @include(if: true) { id } }'],
    ['introspection', '{ __type(name: "Query") { name } }'],
  ])('stay where it is %s', (_, query) => {
    expect(lifted(query)).toBeUndefined();
  });
});
