import { describe, expect, test } from '@jest/globals';
import { checked } from './priced-graph.ts';

describe('The limit of page sizes', () => {
  test.each([
    ['a literal', '{ citizens(first: 101) { id } }', {}],
    ['a variable', 'query ($n: Int) { citizens(first: $n) { id } }', { n: 101 }],
    ['the default of a variable', 'query ($n: Int = 101) { citizens(first: $n) { id } }', {}],
    ['an argument called first, with no @listSize', 'query ($n: Int) { vehicles(first: $n) { id } }', { n: 101 }],
    ['a fragment', '{ ...F } fragment F on Query { citizens(last: 101) { id } }', {}],
  ])('refuses 101 in %s and takes 100', (_, query, variables: Record<string, unknown>) => {
    expect(checked(query, variables).excess).toMatchObject({ limit: 'pageSize', allowed: 100, actual: 101 });
    const within: Record<string, unknown> = JSON.parse(JSON.stringify(variables).replaceAll('101', '100'));
    expect(checked(query.replaceAll('101', '100'), within).excess).toBeUndefined();
  });

  test('asks for exactly one slicing argument where the schema does', () => {
    const { excess } = checked('{ citizens(first: 1, last: 1) { id } }');
    expect(excess).toMatchObject({ limit: 'pageSize' });
    expect(excess?.message).toMatch(/exactly one of its arguments first, last, but got 2/);
  });

  test('takes null for what is not there', () => {
    expect(checked('query ($n: Int) { vehicles(first: $n) { id } }', { n: null }).excess).toBeUndefined();
  });
});
