import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { countSelections } from '../../../../gateway/planning/count-selections.ts';

/** Each level spreads the next twice: 2^levels leaves in a kilobyte. */
function bomb(levels: number): string {
  const fragments = Array.from({ length: levels }, (_, level) => {
    const next = level + 1 < levels ? `...F${level + 1}` : 'name';
    return `fragment F${level} on T { a: t { ${next} } b: t { ${next} } }`;
  });
  return `{ t { ...F0 } } ${fragments.join('\n')}`;
}

describe('the count of expanded selections', () => {
  test('counts fields as often as their fragments are spread', () => {
    expect(countSelections(parse('{ a { ...F } b { ...F ... { d } } } fragment F on T { c d }'))).toBe(7);
  });

  test('is that of the largest operation of a document', () => {
    expect(countSelections(parse('query A { a } query B { a b }'))).toBe(2);
  });

  test('sees what a fragment bomb would become without expanding it', () => {
    const startedAt = performance.now();
    expect(countSelections(parse(bomb(60)))).toBeGreaterThan(2 ** 60);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test('is infinite for fragments that form a ring', () => {
    expect(countSelections(parse('{ ...A } fragment A on T { x ...B } fragment B on T { ...A }'))).toBe(Infinity);
  });
});
