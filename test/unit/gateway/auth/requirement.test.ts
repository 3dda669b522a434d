import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allOf, requirement, type AnyOfAll } from '../../../../gateway/auth/authorization/requirement.ts';
import { judge } from '../../../../gateway/auth/authorization/judge.ts';
import { citizen } from './protected-graph.ts';

const names = ['a', 'b', 'c', 'd'];
const alternatives = fc.array(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 3,
});
const asked = fc.record({
  authenticated: fc.boolean(),
  scopes: fc.option(alternatives, { nil: undefined }),
  policies: fc.option(alternatives, { nil: undefined }),
});
const held = fc.subarray(names);

const covers = (alternatives: AnyOfAll | undefined, has: readonly string[]): boolean =>
  !alternatives || alternatives.some((all) => all.every((name) => has.includes(name)));

describe('A requirement', () => {
  test('is met exactly by those who have all of one alternative, of scopes and of policies', () => {
    fc.assert(
      fc.property(asked, held, held, (parts, scopes, holds) => {
        const required = requirement(parts);
        const denial = required && judge(required, { caller: citizen('NORMAL', ...scopes), holds: new Set(holds) });
        expect(denial === undefined).toBe(covers(parts.scopes, scopes) && covers(parts.policies, holds));
      }),
    );
  });

  test('together with others is met exactly by those who meet each of them', () => {
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 4 }), held, held, (all, scopes, holds) => {
        const standing = { caller: citizen('NORMAL', ...scopes), holds: new Set(holds) };
        const single = all.map(requirement);
        const together = allOf(single);
        const meetsEach = single.every((one) => !one || !judge(one, standing));
        expect(!together || !judge(together, standing)).toBe(meetsEach);
      }),
    );
  });

  test('has one key however it is written, and is the same in any order', () => {
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 4 }), (all) => {
        expect(allOf(all.map(requirement))?.key).toBe(allOf(all.toReversed().map(requirement))?.key);
        expect(allOf([...all, ...all].map(requirement))?.key).toBe(allOf(all.map(requirement))?.key);
      }),
    );
    const none = { authenticated: false, policies: undefined };
    const one = requirement({ ...none, scopes: [['b', 'a'], ['c'], ['c', 'a']] });
    expect(one?.key).toBe(requirement({ ...none, scopes: [['c'], ['a', 'b', 'a']] })?.key);
  });
});
