import { describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery, parse } from 'graphql';
import { aliases } from '../../../../gateway/limits/aliases.ts';
import { checkDocument } from '../../../../gateway/limits/check-document.ts';
import { definitions } from '../../../../gateway/limits/definitions.ts';
import { depth, introspectionDepth } from '../../../../gateway/limits/depth.ts';
import { directives } from '../../../../gateway/limits/directives.ts';
import { defaultLimits } from '../../../../gateway/limits/limits.ts';
import { introspectionLists } from '../../../../gateway/limits/introspection-lists.ts';
import { nesting } from '../../../../gateway/limits/nesting.ts';
import { repeats } from '../../../../gateway/limits/repeats.ts';
import { rootFields } from '../../../../gateway/limits/root-fields.ts';
import { selections } from '../../../../gateway/limits/selections.ts';
import { variables } from '../../../../gateway/limits/variables.ts';
import { expectCount, verdict } from './rule-harness.ts';

/** Fragments that spread the next one twice: `2 ** levels` fields from a text that grows by one line a level. */
function bomb(levels: number): string {
  const lines = Array.from({ length: levels }, (_, index) => {
    return `fragment F${index} on Query { a { ...F${index + 1} } b: a { ...F${index + 1} } }`;
  });
  return ['{ ...F0 }', ...lines, `fragment F${levels} on Query { a }`].join('\n');
}

describe('The limit of depth', () => {
  test('counts fields below each other, not fragments', () => {
    expectCount(depth, 'depth', 3, '{ a { ... on A { b { ...F } } } x } fragment F on B { c }');
  });

  test('takes the deepest of several operations and branches', () => {
    expectCount(depth, 'depth', 4, 'query A { a { b } } query B { a { b { c } } b { c { d { e } } } }');
  });

  test('leaves introspection to its own limit, also behind a fragment at the root', () => {
    const document = '{ a { b } ...I } fragment I on Query { __schema { types { fields { name } } } }';
    expectCount(depth, 'depth', 2, document);
    expectCount(introspectionDepth, 'introspectionDepth', 4, document);
  });

  test('ends for fragments that lead back to themselves', () => {
    expect(
      verdict(depth, 'depth', 9, '{ ...A } fragment A on Q { a { ...B } } fragment B on Q { b { ...A } }'),
    ).toBeUndefined();
  });
});

describe('The limit of nesting', () => {
  test('counts fields, and fragments with and without a name, inside each other', () => {
    expectCount(
      nesting,
      'nesting',
      6,
      '{ a { ... { ... on A { ...F } } } } fragment F on A { ... { b } } fragment G on A { c }',
    );
  });

  test.each([
    ['lists', '{ a(b: [[1], [[2]]]) }'],
    ['objects', '{ a(b: {c: {d: [1]}, e: 1}) }'],
    ['lists in the type of a variable', 'query ($a: [[[Int]!]]) { a }'],
    ['lists in the default of a variable', 'query ($a: Int = [[[1]]]) { a }'],
    ['lists for a directive', '{ a @b(c: [[[1]]]) }'],
  ])('counts %s', (_, document) => {
    expectCount(nesting, 'nesting', 3, document);
  });

  test('ends for fragments that lead back to themselves', () => {
    expect(
      verdict(nesting, 'nesting', 9, '{ ...A } fragment A on Q { a { ...B } } fragment B on Q { ...A }'),
    ).toBeUndefined();
  });

  test('lets what tools and pages ask for pass', () => {
    const document = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true });
    expect(verdict(nesting, 'nesting', defaultLimits.nesting / 2, document)).toBeUndefined();
  });
});

describe('The limit of lists in introspection', () => {
  test('counts them under every alias and behind every fragment, and nothing of the same name elsewhere', () => {
    const document = `
      { fields { args } __schema { a: types { ...T } b: types { ...T } } ...R }
      fragment T on __Type { name fields { args { name } } }
      fragment R on Query { __type(name: "A") { ...T } }
    `;
    expectCount(introspectionLists, 'introspectionLists', 8, document);
  });

  test('lets what tools ask for pass, twice', () => {
    const document = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true });
    expectCount(introspectionLists, 'introspectionLists', 9, document);
    expect(defaultLimits.introspectionLists).toBeGreaterThanOrEqual(18);
  });
});

describe('The limit of root fields', () => {
  test('counts those in fragments each time they are spread, and nothing below', () => {
    expectCount(rootFields, 'rootFields', 5, '{ a { x y z } ...F ... { ...F } } fragment F on Query { b c { x } }');
  });
});

describe('The limit of aliases', () => {
  test('counts aliases everywhere, each fragment once', () => {
    expectCount(aliases, 'aliases', 3, '{ a: x { b: y } ...F ...F z } fragment F on Query { c: x }');
  });
});

describe('The limit of repeats', () => {
  test('counts fields that stand beside themselves, also in inline fragments, not those of other selection sets', () => {
    const document =
      '{ a { x } a { x } ... { a { x } ... { a { x } } } c: b { x } d: b { x } e e e ...F } fragment F on Query { a { x } }';
    // Once for the operation, and once more for the inline fragment that holds two of them.
    expectCount(repeats, 'repeats', 3 + 1, document);
  });
});

describe('The limit of directives', () => {
  test('counts those on operations, variables, fragments and fields', () => {
    const document = 'query ($v: Int @d) @d { a @d @d ... @d { b } ...F @d } fragment F on Query @d { c }';
    expectCount(directives, 'directives', 7, document);
  });
});

describe('The limit of variables', () => {
  test('counts what one operation declares', () => {
    expectCount(variables, 'variables', 2, 'query A($a: Int, $b: Int) { a } query B($a: Int) { a }');
  });
});

describe('The limit of definitions', () => {
  test('counts operations and fragments', () => {
    expectCount(definitions, 'definitions', 3, 'query A { a } query B { ...F } fragment F on Query { a }');
  });
});

describe('The limit of selections', () => {
  test('counts what is there once fragments are written out', () => {
    expectCount(selections, 'selections', 7, '{ a { ...F ...F } ... { x } } fragment F on A { b }');
  });

  test('counts fragments that nobody spreads, since validation reads them too', () => {
    expectCount(selections, 'selections', 4, '{ a } fragment F on A { ...G ...G } fragment G on A { b }');
  });

  test('refuses a bomb of sixty levels at once', () => {
    const startedAt = performance.now();
    const excess = verdict(selections, 'selections', 10_000, bomb(60));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(excess?.actual).toBeGreaterThan(2 ** 60);
  });

  test('refuses a ring, and says that it is one', () => {
    const ring = '{ a { ...A } } fragment A on Q { a { ...B } } fragment B on Q { b { ...A } }';
    const excess = verdict(selections, 'selections', 10_000, ring);
    expect(excess?.message).toMatch(/lead back to themselves/);
    expect(excess).not.toHaveProperty('actual');
  });
});

describe('A document', () => {
  test.each([
    ['descriptions: true', getIntrospectionQuery({ descriptions: true })],
    [
      'all options',
      getIntrospectionQuery({
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      }),
    ],
  ])("with a tool's standard introspection (%s) is within the default limits", (_, query) => {
    expect(checkDocument(parse(query), defaultLimits)).toBeUndefined();
  });

  test('is refused by the first limit that it does not keep', () => {
    expect(checkDocument(parse(bomb(20)), defaultLimits)?.limit).toBe('selections');
    expect(checkDocument(parse(`{${'a '.repeat(21)}}`), defaultLimits)?.limit).toBe('rootFields');
  });
});
