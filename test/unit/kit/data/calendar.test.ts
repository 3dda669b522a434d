import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addMonths, germanDay, isValidOn } from '../../../../subgraphs/kit/data/calendar.ts';

test('the day changes at midnight in Germany, in summer and in winter', () => {
  expect(germanDay(new Date('2026-01-31T22:59:59Z'))).toBe('2026-01-31');
  expect(germanDay(new Date('2026-01-31T23:00:00Z'))).toBe('2026-02-01');
  expect(germanDay(new Date('2026-07-31T22:00:00Z'))).toBe('2026-08-01');
});

describe('months after a day', () => {
  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2016-02-29', 84, '2023-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-03-31', -1, '2026-02-28'],
  ])('%s and %i months: %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });

  test('a later day never gives an earlier one', () => {
    const days = fc
      .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(days, days, fc.integer({ min: 0, max: 200 }), (a, b, months) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        expect(addMonths(first, months) <= addMonths(second, months)).toBe(true);
      }),
    );
  });
});

test('something is valid from its first to its last day, both included', () => {
  const year = { validFrom: '2025-01-01', validTo: '2025-12-31' };
  expect(['2024-12-31', '2025-01-01', '2025-12-31', '2026-01-01'].map((day) => isValidOn(year, day))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isValidOn({ validFrom: '2025-01-01', validTo: null }, '9999-01-01')).toBe(true);
});
