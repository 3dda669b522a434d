import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../gateway/auth/authorization/judge.ts';
import { requirement, type AnyOfAll } from '../../../../gateway/auth/authorization/requirement.ts';
import { anonymous, type Caller } from '../../../../gateway/auth/caller.ts';
import { citizen } from './protected-graph.ts';

function denial(
  caller: Caller,
  asked: { authenticated?: boolean; scopes?: AnyOfAll; policies?: AnyOfAll },
  holds: string[] = [],
) {
  const required = requirement({ authenticated: false, scopes: undefined, policies: undefined, ...asked });
  return required && judge(required, { caller, holds: new Set(holds) });
}

describe('A denial', () => {
  test('tells somebody who is not logged in to log in, and with what when a level is needed too', () => {
    expect(denial(anonymous, { authenticated: true })?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect(denial(anonymous, { scopes: [['a']] })?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect(denial(anonymous, { policies: [['assurance:high']] })?.extensions).toEqual({
      code: 'UNAUTHENTICATED',
      required: 'HIGH',
      means: ['EID'],
    });
  });

  test('names the scopes that are missing to the alternative that lacks the least', () => {
    const scopes = [
      ['a', 'b'],
      ['b', 'c', 'd'],
    ];
    expect(denial(citizen('HIGH', 'b'), { scopes })).toEqual({
      message: 'The access token lacks the scope a. Ask for it when you log in.',
      extensions: { code: 'FORBIDDEN', missingScopes: ['a'] },
    });
    expect(denial(citizen('HIGH', 'c', 'd'), { scopes })?.extensions).toEqual({
      code: 'FORBIDDEN',
      missingScopes: ['b'],
    });
  });

  test.each([
    ['NORMAL', 'assurance:substantial', 'SUBSTANTIAL', ['ELSTER', 'EID']],
    ['NORMAL', 'assurance:high', 'HIGH', ['EID']],
    ['SUBSTANTIAL', 'assurance:high', 'HIGH', ['EID']],
  ] as const)('at level %s for %s names %s and the means %j', (level, policy, required, means) => {
    expect(denial(citizen(level), { policies: [[policy]] })?.extensions).toEqual({
      code: 'ASSURANCE_TOO_LOW',
      required,
      means,
    });
  });

  test.each([
    ['NORMAL', 'assurance:normal'],
    ['SUBSTANTIAL', 'assurance:normal'],
    ['HIGH', 'assurance:high'],
    ['HIGH', 'assurance:substantial'],
  ] as const)('does not come at level %s for %s', (level, policy) => {
    expect(denial(citizen(level), { policies: [[policy]] })).toBeUndefined();
  });

  test('asks for the highest of several levels', () => {
    const policies = [['assurance:substantial', 'assurance:high']];
    expect(denial(citizen('NORMAL'), { policies })?.extensions).toMatchObject({ required: 'HIGH' });
  });

  test('of another policy names it, also to somebody who is not logged in', () => {
    const expected = { code: 'FORBIDDEN', policies: ['office-hours'] };
    expect(denial(citizen('HIGH'), { policies: [['office-hours']] })?.extensions).toEqual(expected);
    expect(denial(anonymous, { policies: [['office-hours']] })?.extensions).toEqual(expected);
    expect(denial(anonymous, { policies: [['office-hours']] }, ['office-hours'])).toBeUndefined();
  });
});
