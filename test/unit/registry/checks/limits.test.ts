import { describe, expect, test } from '@jest/globals';
import { checkLimits } from '../../../../schema/registry/checks/limits/check-limits.ts';
import { defaultSchemaLimits } from '../../../../schema/registry/checks/limits/schema-limits.ts';
import { version } from './change.ts';

const codes = (sdl: string, limits = {}): string[] =>
  checkLimits(version('a', sdl), limits).findings.map(({ code }) => code);
const many = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => of(index)).join('\n');

describe('The size of a subgraph', () => {
  test('is good when it is like ours', () => {
    expect(checkLimits(version('a', 'type Query { a: Int }')).status).toBe('completed');
  });

  test.each([
    ['bytes', `type Query { a: Int } # ${'x'.repeat(defaultSchemaLimits.bytes)}`],
    [
      'tokens',
      `type Query { ${many(80_000, (index) => `f${index}: Int`)} }`.slice(0, 900_000).replace(/ \w*:?$/, ' }'),
    ],
    ['types', many(defaultSchemaLimits.types, (index) => `type T${index} { a: Int }`)],
    ['fields', `type Query { ${many(501, (index) => `f${index}: Int`)} }`],
    ['arguments', `type Query { f(${many(51, (index) => `a${index}: Int`)}): Int }`],
    ['values', `type Query { a: Int } enum E { ${many(1_001, (index) => `V${index}`)} }`],
    ['members', `type Query { a: Int } union U = ${many(201, (index) => `T${index} |`)} T`],
    ['directives', `type Query { a: Int ${'@tag(name: "a") '.repeat(21)} }`],
    ['lists', 'type Query { a: [[[[[Int]]]]] }'],
    ['description', `type Query { "${'x'.repeat(10_001)}" a: Int }`],
  ])('is refused for too many %s', (_, sdl) => {
    const { status, findings } = checkLimits(version('a', sdl));
    expect(status).toBe('failed');
    expect(findings.map(({ code }) => code)).toContain('TOO_LARGE');
  });

  test('is refused without an end to its findings', () => {
    expect(codes(many(100, (index) => `type T${index} { a: [[[[[Int]]]]] }`)).length).toBeLessThanOrEqual(20);
  });

  test('is refused, and not the cause of a crash, when it nests more deeply than can be read', () => {
    const sdl = `type Query { a: ${'['.repeat(50_000)}Int${']'.repeat(50_000)} }`;
    expect(checkLimits(version('a', sdl)).status).toBe('failed');
    expect(codes(`type Query { a(b: Int = ${'['.repeat(40_000)}${']'.repeat(40_000)}): Int }`)).toEqual([
      'UNREADABLE_SDL',
    ]);
  });

  test('cannot be told of what does not parse; the place is', () => {
    const [finding] = checkLimits({ name: 'a', url: '', sdl: 'type Query {\n  a: \n}' }).findings;
    expect(finding).toMatchObject({ code: 'UNREADABLE_SDL', location: { subgraph: 'a', line: 3, column: 1 } });
  });

  test('may be set for a graph', () => {
    expect(codes('type Query { a: Int } type A { a: Int }', { types: 2 })).toEqual(['TOO_LARGE']);
  });
});
