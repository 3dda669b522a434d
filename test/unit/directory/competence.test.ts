import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  authorityAtLevel,
  ruleFor,
  usualLevel,
  type CompetenceRule,
  type PlacedAuthority,
} from '../../../subgraphs/directory/domain/competence.ts';

const municipality: PlacedAuthority = { id: 'm', level: 'MUNICIPAL', isDistrictFree: false };
const city: PlacedAuthority = { id: 'c', level: 'MUNICIPAL', isDistrictFree: true };
const district: PlacedAuthority = { id: 'd', level: 'DISTRICT', isDistrictFree: false };
const state: PlacedAuthority = { id: 's', level: 'STATE', isDistrictFree: false };

describe('who runs a service where no rule says so', () => {
  test.each([
    [[2, 3], 'MUNICIPAL'],
    [[5], 'MUNICIPAL'],
    [[2], 'STATE'],
    [[4], 'STATE'],
    [[1], 'FEDERAL'],
    [[1, 2, 3], 'MUNICIPAL'],
    [[], undefined],
  ])('types %j: %s', (types, level) => {
    expect(usualLevel({ types })).toBe(level);
  });

  test('the bundle goes before the types', () => {
    expect(usualLevel({ types: [1], bundleLevel: 'DISTRICT' })).toBe('DISTRICT');
  });

  test('what districts run, a city without a district runs itself', () => {
    expect(authorityAtLevel([municipality, district, state], 'DISTRICT')).toBe(district);
    expect(authorityAtLevel([city, state], 'DISTRICT')).toBe(city);
    expect(authorityAtLevel([city, state], 'MUNICIPAL')).toBe(city);
    expect(authorityAtLevel([district, state], 'MUNICIPAL')).toBeUndefined();
    expect(authorityAtLevel([], 'STATE')).toBeUndefined();
  });
});

describe('the rule for a place', () => {
  const rules: CompetenceRule[] = [
    { area: '', channels: ['COUNTER'], durationMinutes: 10, level: 'STATE' },
    { area: '14', authorityId: 'state-office' },
    { area: '14713', channels: ['ONLINE'] },
    { area: '14713000', durationMinutes: 20, level: 'MUNICIPAL' },
    { area: '03', level: 'DISTRICT' },
  ];

  test('takes every detail from the longest prefix that says it', () => {
    expect(ruleFor(rules, '14713000')).toMatchObject({ level: 'MUNICIPAL', channels: ['ONLINE'], durationMinutes: 20 });
    expect(ruleFor(rules, '14612000')).toMatchObject({ channels: ['COUNTER'], durationMinutes: 10 });
    expect(ruleFor(rules, '')).toMatchObject({ level: 'STATE', authorityId: null });
  });

  test('takes authority and level from one rule: a nearer level is not the business of a wider authority', () => {
    expect(ruleFor(rules, '14713000')).toMatchObject({ authorityId: null, level: 'MUNICIPAL' });
    expect(ruleFor(rules, '14612000')).toMatchObject({ authorityId: 'state-office', level: null });
  });

  test('does not depend on the order of the rules', () => {
    const shuffled = fc.shuffledSubarray(rules, { minLength: rules.length });
    fc.assert(
      fc.property(shuffled, fc.constantFrom('14713000', '14', '03357039', ''), (some, ags) => {
        expect(ruleFor(some, ags)).toEqual(ruleFor(rules, ags));
      }),
    );
  });

  test('free is not the same as not known: an empty list and a zero are said', () => {
    const free: CompetenceRule[] = [
      { area: '', documents: [{ de: 'x' }], fee: { onlineCents: 100 } },
      { area: '14', documents: [], fee: { onlineCents: 0 } },
    ];
    expect(ruleFor(free, '14713000')).toMatchObject({ documents: [], fee: { onlineCents: 0 } });
  });
});
