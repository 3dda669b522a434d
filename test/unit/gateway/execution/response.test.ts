import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, executeSync, extendSchema, getOperationAST, parse } from 'graphql';
import { FieldFailure } from '../../../../gateway/execution/field-failure.ts';
import { quote } from '../../../../gateway/execution/json-text.ts';
import { compileResponse } from '../../../../gateway/execution/response/compile-response.ts';
import { Completion } from '../../../../gateway/execution/response/completion.ts';
import { HiddenParts } from '../../../../gateway/execution/response/hidden-parts.ts';
import { OperationNames } from '../../../../gateway/planning/operation-names.ts';

const schema = buildSchema(/* GraphQL */ `
  scalar Any
  enum Colour {
    RED
    GREEN
  }
  interface Named {
    name: String
  }
  interface Guard {
    name: String
  }
  type Dog implements Named & Guard {
    name: String
    barks: Boolean
  }
  type Cat implements Named {
    name: String
  }
  type Query {
    int: Int
    float: Float
    text: String
    id: ID
    flag: Boolean
    colour: Colour
    palette: [Colour]
    paint: [Colour!]
    guide: Named!
    any: Any
    must: String!
    list: [Int]
    strict: [Int!]
    matrix: [[Int!]!]
    pet: Named
    guard: Guard
    child: Query
    children: [Query!]
  }
`);
/** With what clients do not see. */
const supergraph = extendSchema(
  schema,
  parse(/* GraphQL */ `
    extend enum Colour {
      ULTRAVIOLET
    }
    type Ghost implements Named {
      name: String
    }
  `),
);
const names = new OperationNames(schema);
const hidden = new HiddenParts(supergraph, schema);

function write(query: string, data: Record<string, unknown>, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  const operation = getOperationAST(document, null);
  if (!operation) throw new Error('expected one operation');
  const writer = compileResponse(document, operation, { apiSchema: schema, names, hidden, denials: undefined });
  const completion = new Completion(variables, true);
  const text = writer(data, completion) ?? completion.settle(0);
  return { data: JSON.parse(text), errors: completion.errors.map(({ message, path }) => ({ message, path })) };
}

function reference(query: string, rootValue: Record<string, unknown>, variableValues: Record<string, unknown> = {}) {
  const { data, errors = [] } = executeSync({ schema, document: parse(query), rootValue, variableValues });
  return {
    data: JSON.parse(JSON.stringify(data)),
    errors: errors.map(({ message, path }) => ({ message, path })),
  };
}

const ALL = '{ int float text id flag any list strict matrix child { must int } children { list must } }';

describe('the text of a response', () => {
  test('is what graphql-js makes of the same data, whatever its types', () => {
    const leaf = fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string({ unit: 'binary' }),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('1', '1.5', '', 'x'),
    );
    const level = (inner: fc.Arbitrary<unknown>) =>
      fc.record({
        int: leaf,
        float: leaf,
        text: leaf,
        id: leaf,
        flag: leaf,
        any: fc.oneof(
          leaf.filter((value) => value !== null),
          fc.constant({ a: [1] }),
        ),
        list: fc.oneof(fc.array(leaf), fc.constant(null)),
        strict: fc.array(leaf),
        matrix: fc.array(fc.array(fc.oneof(fc.integer({ max: 99 }), fc.constant(null)))),
        must: fc.oneof(fc.string(), fc.constant(null)),
        child: inner,
        children: fc.oneof(fc.array(inner), fc.constant(null)),
      });
    const data = level(level(fc.constant(null)));
    fc.assert(
      fc.property(data, (value) => {
        const ours = write(ALL, value);
        const theirs = reference(ALL, value);
        expect(ours.data).toEqual(theirs.data);
        const known = new Set(theirs.errors.map(({ path }) => JSON.stringify(path)));
        for (const { path } of ours.errors) expect(known).toContain(JSON.stringify(path));
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  test('has the order of the first place that is included', () => {
    const query = 'query ($a: Boolean!) { text @include(if: $a) int text }';
    for (const a of [true, false]) {
      const data = { text: 'x', int: 1 };
      expect(Object.keys(write(query, data, { a }).data)).toEqual(Object.keys(reference(query, data, { a }).data));
    }
  });

  test('takes an object without __typename for the interface itself', () => {
    const query = '{ pet { name ... on Dog { barks } } }';
    expect(write(query, { pet: { name: 'Rex' } }).data).toEqual({ pet: { name: 'Rex' } });
    expect(write(query, { pet: { __typename: 'Dog', name: 'Rex', barks: true } }).data).toEqual({
      pet: { name: 'Rex', barks: true },
    });
  });

  test('has, for an object without __typename, what every type of the position satisfies', () => {
    const query = '{ guard { ... on Named { name } ... on Dog { barks } ... on Cat { purrs: name } } }';
    expect(write(query, { guard: { name: 'Rex', barks: true } })).toEqual({
      data: { guard: { name: 'Rex', barks: null } },
      errors: [{ message: 'No value came for Guard.barks.', path: ['guard', 'barks'] }],
    });
  });

  test('has null and an error for an object of a type that the position cannot have', () => {
    const { data, errors } = write('{ pet { name } }', { pet: { __typename: 'Query', name: 'x' } });
    expect(data).toEqual({ pet: null });
    expect(errors).toEqual([{ message: 'Query.pet has a value that is no Named.', path: ['pet'] }]);
  });

  test('has null and no error for a value or an object that clients are not to see', () => {
    const data = { colour: 'ULTRAVIOLET', palette: ['RED', 'ULTRAVIOLET'], pet: { __typename: 'Ghost', name: 'x' } };
    expect(write('{ colour palette pet { name } }', data)).toEqual({
      data: { colour: null, palette: ['RED', null], pet: null },
      errors: [],
    });
  });

  test('has an error for what clients are not to see where null may not be, and does not name it', () => {
    const { data, errors } = write('{ paint guide { name } }', {
      paint: ['ULTRAVIOLET'],
      guide: { __typename: 'Ghost', name: 'x' },
    });
    expect(data).toBeNull();
    expect(JSON.stringify(errors)).not.toMatch(/ULTRAVIOLET|Ghost/);
    expect(write('{ paint }', { paint: ['RED', 'ULTRAVIOLET'] })).toEqual({
      data: { paint: null },
      errors: [{ message: 'Cannot return null for non-nullable field Query.paint.', path: ['paint', 1] }],
    });
  });

  test('has an error for a hidden object where no object of its type may be', () => {
    expect(write('{ guard { name } }', { guard: { __typename: 'Ghost', name: 'x' } })).toEqual({
      data: { guard: null },
      errors: [{ message: 'Query.guard has a value that is no Guard.', path: ['guard'] }],
    });
  });

  test('does not tell clients the name of an unknown enum value', () => {
    const { data, errors } = write('{ colour }', { colour: 'INFRARED' });
    expect(data).toEqual({ colour: null });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).not.toContain('INFRARED');
  });

  test('has each failure once, in place of what it made null', () => {
    const failure = new FieldFailure([{ message: 'down', extensions: {}, within: [] }]);
    const { data, errors } = write('{ child { text must int } }', { child: { text: failure, must: failure, int: 1 } });
    expect(data).toEqual({ child: null });
    expect(errors).toEqual([{ message: 'down', path: ['child', 'must'] }]);
  });

  test('is not misled by names that every object inherits', () => {
    expect(write('{ toString: text constructor: text }', {}).data).toEqual({ toString: null, constructor: null });
  });
});

test('a string is quoted as JSON.stringify does it', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => quote(text) === JSON.stringify(text)));
});

test('a custom scalar that is nested too deeply to be written costs its own field', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 200_000; level++) deep = [deep];
  const { data, errors } = write('{ any int }', { any: deep, int: 1 });
  expect(data).toEqual({ any: null, int: 1 });
  expect(errors).toMatchObject([{ path: ['any'] }]);
});
