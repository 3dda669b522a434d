import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import type { PlanFetch } from '../../../../gateway/planning/plan.ts';
import { withPossibleFragments } from '../../../../gateway/planning/possible-fragments.ts';

const supergraph = buildSchema(/* GraphQL */ `
  interface Place {
    name: String
  }
  type Office implements Place {
    name: String
  }
  type Depot implements Place {
    name: String
    site: Office
  }
  union Any = Office | Depot
  type Query {
    place: Place
    office: Office
    any: Any
  }
`);

function written(operation: string, variables: string[] = []): Pick<PlanFetch, 'operation' | 'variables'> {
  const rest = { subgraph: 'a', kind: 'query' as const, path: [], entities: [], outputRewrites: [] };
  const order = { id: 0, when: [], layer: 0, after: [], needs: [] };
  const { fetches } = withPossibleFragments({ fetches: [{ ...rest, ...order, operation, variables }] }, supergraph);
  return { operation: fetches[0]?.operation ?? '', variables: fetches[0]?.variables ?? [] };
}

test.each([
  ['inside a fragment', '{place{...on Office{name ...on Depot{name}}}}', '{place{...on Office{name}}}'],
  ['at a position of one type', '{office{__typename ...on Depot{name} name}}', '{office{__typename name}}'],
  [
    'of an entity',
    'query($representations:[_Any!]!){_entities(representations:$representations){...on Depot{...on Office{name}name}}}',
    'query($representations:[_Any!]!){_entities(representations:$representations){...on Depot{name}}}',
  ],
  ['that is all there is', '{place{...on Office{...on Depot{name}}}}', '{place{...on Office{__typename}}}'],
])('a fragment that no object can satisfy is taken out %s', (_, given, expected) => {
  expect(written(given).operation).toBe(expected);
});

test('a variable that only such a fragment used goes with it', () => {
  const operation = 'query($a:Boolean!$b:Boolean!){office{...on Depot@include(if:$a){name} name@include(if:$b)}}';
  expect(written(operation, ['a', 'b'])).toEqual({
    operation: 'query($b:Boolean!){office{name@include(if:$b)}}',
    variables: ['b'],
  });
});

test.each([
  '{ place { ... on Office { name } ... on Depot { name site { ... on Office { name } ... on Place { name } } } } }',
  '{ any { ... on Place { ... on Depot { name } } ... on Unknown { name } } office { name } }',
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Depot { name } ... on Office { name } } }',
])('every other fragment stays, and the text as it is: %s', (operation) => {
  expect(written(operation, ['representations'])).toEqual({ operation, variables: ['representations'] });
});
