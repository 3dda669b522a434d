import { expect, test } from '@jest/globals';
import { assuranceLevels } from '../../../../subgraphs/kit/caller/caller.ts';
import { reaches } from '../../../../subgraphs/identity/domain/assurance-level.ts';
import { wantedLevel } from '../../../../subgraphs/identity/login/step-up.ts';

test('a request wants the lowest of the levels that it names, and the lowest of all when it names none', () => {
  expect(wantedLevel('HIGH')).toBe('HIGH');
  expect(wantedLevel('HIGH SUBSTANTIAL')).toBe('SUBSTANTIAL');
  expect(wantedLevel(undefined)).toBe('NORMAL');
});

test('levels that do not exist are ignored', () => {
  expect(wantedLevel('urn:mace:incommon:iap:silver HIGH')).toBe('HIGH');
  expect(wantedLevel('high')).toBe('NORMAL');
  expect(wantedLevel(['HIGH'])).toBe('NORMAL');
});

test('a level reaches itself and what is below', () => {
  const reached = assuranceLevels.map((level) => assuranceLevels.filter((wanted) => reaches(level, wanted)));
  expect(reached).toEqual([['NORMAL'], ['NORMAL', 'SUBSTANTIAL'], ['NORMAL', 'SUBSTANTIAL', 'HIGH']]);
});
