import { describe, expect, test } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import { OperationCheck } from '../../../../gateway/limits/check-operation.ts';
import { CostModel } from '../../../../gateway/limits/cost/cost-model.ts';
import { defaultLimits } from '../../../../gateway/limits/limits.ts';
import { readSupergraph } from '../../../../gateway/supergraph/supergraph.ts';
import { composed } from '../supergraph/compose.ts';
import { checked, pricedGraph } from './priced-graph.ts';

describe('The cost of an operation', () => {
  test.each([
    ['an object costs 1, scalars nothing', '{ citizen { id name } }', 1],
    ['a weight on a field takes the place of its type’s', '{ citizen { score } }', 9],
    ['a weight on a type counts wherever the type is met', '{ citizen { vehicles { id } } }', 1 + 3 * 20],
    ['a weight on an enum counts too', '{ citizen { vehicles { state } } }', 1 + 3 * (20 + 2)],
    ['the slicing argument is the length of the list', '{ citizens(first: 5) { id } }', 5],
    ['of two slicing arguments the default gives way to the one that is given', '{ citizens(last: 6) { id } }', 6],
    ['without a slicing argument, its default', '{ citizens { id } }', 10],
    [
      'the size goes to the sized fields',
      '{ offices(first: 3) { edges { node { id } } nodes { id } total } }',
      1 + 3 * 2 + 3,
    ],
    ['without a size, the assumed one', '{ offices { nodes { id } } }', 1 + 4],
    ['lists of which nothing is declared count ten', '{ tags grid { id } }', 100],
    ['lists multiply', '{ citizens(first: 2) { vehicles { owner { id } } } }', 2 * (1 + 3 * 21)],
    ['arguments have weights', '{ search(text: "x") { id } }', 5 + 1 + 0],
    [
      'input fields have weights, in lists too',
      '{ search(by: {text: "a", and: [{text: "b"}, {text: "c"}]}) { id } }',
      9 + 1,
    ],
    ['a mutation costs 10 by itself', 'mutation { pay { id } }', 11],
    [
      'the most expensive of the possible types counts',
      '{ search { ... on Citizen { score } ... on Vehicle { state } } }',
      1 + 8,
    ],
    [
      'a field that is asked for twice costs once',
      '{ citizen { score } ...F } fragment F on Query { citizen { score name } }',
      9,
    ],
    ['an alias costs again', '{ citizen { id } again: citizen { id } }', 2],
    [
      'what is skipped costs nothing',
      '{ citizen @skip(if: true) { id } citizens(first: 9) @include(if: false) { id } tags }',
      0,
    ],
    ['introspection has its own limit', '{ __schema { types { name } } __typename }', 0],
  ])('%s', (_, query, cost) => {
    expect(checked(query)).toEqual({ cost });
  });

  test('follows the values of variables and their defaults', () => {
    const query = 'query ($n: Int = 7, $with: Boolean!) { citizens(first: $n) @include(if: $with) { id } }';
    expect(checked(query, { with: true })).toEqual({ cost: 7 });
    expect(checked(query, { with: true, n: 20 })).toEqual({ cost: 20 });
    expect(checked(query, { with: false, n: 20 })).toEqual({ cost: 0 });
  });

  test('is not taken from another request with other values of the same document', () => {
    const document = parse('query ($n: Int, $f: Filter) { citizens(first: $n) { id } search(by: $f) { id } }');
    const check = new OperationCheck(new CostModel(pricedGraph().schema), defaultLimits);
    const cost = (variables: Record<string, unknown>) =>
      check.check(document, getOperationAST(document)!, variables).cost;
    expect(cost({ n: 1 })).toBe(2);
    expect(cost({ n: 50 })).toBe(51);
    expect(cost({ n: 1, f: { text: 'x' } })).toBe(5);
    expect(cost({ n: 1 })).toBe(2);
  });

  test('that is above the limit is refused with both numbers and what to do', () => {
    const { excess } = checked('{ citizens(first: 100) { vehicles { id } } }', {}, { cost: 6_000 });
    expect(excess).toMatchObject({ limit: 'cost', allowed: 6_000, actual: 6_100 });
    expect(excess?.message).toMatch(/6,100, 6,000 are allowed\. Ask for shorter lists/);
  });

  test('is read under whatever names the supergraph gives the directives', () => {
    const { sdl } = pricedGraph();
    const renamed = sdl
      .replaceAll('@cost(', '@preis(')
      .replaceAll('@listSize(', '@laenge(')
      .replace(
        /(cost\/v0\.1")(?:, import: \[[^\]]*\])?/,
        '$1, import: [{name: "@cost", as: "@preis"}, {name: "@listSize", as: "@laenge"}]',
      );
    const document = parse('{ citizens(first: 3) { score } }');
    const check = new OperationCheck(new CostModel(readSupergraph(renamed).schema), defaultLimits);
    expect(check.check(document, getOperationAST(document)!, {}).cost).toBe(3 * 9);
  });

  test('counts undeclared lists once where the supergraph declares no list at all', () => {
    const { schema } = readSupergraph(composed({ plain: 'type Query { as: [A!] } type A { as: [A!] x: Int }' }));
    const document = parse('{ as { as { as { as { x } } } } }');
    const check = new OperationCheck(new CostModel(schema), defaultLimits);
    expect(check.check(document, getOperationAST(document)!, {})).toEqual({ cost: 4 });
  });

  test('of abstract types inside each other is computed once for each, not once for each way there', () => {
    const fragments = Array.from({ length: 30 }, (_, level) => {
      const next = level === 29 ? 'id' : `...F${level + 1}`;
      return `fragment F${level} on Hit { ... on Citizen { related { ${next} } } ... on Vehicle { related { ${next} } } }`;
    });
    expect(checked(`{ search { ...F0 } } ${fragments.join(' ')}`).cost).toBe(31);
  });
});
