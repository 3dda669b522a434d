import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  fits,
  lettersOf,
  numbersOf,
  readPattern,
} from '../../../../subgraphs/vehicle-registration/domain/plate-pattern.ts';

const patterns = fc
  .record({
    letters: fc.string({ unit: fc.constantFrom('?', 'A', 'Z'), minLength: 1, maxLength: 2 }),
    digits: fc.string({ unit: fc.constantFrom('?', '1', '9'), minLength: 1, maxLength: 4 }),
  })
  .map(({ letters, digits }) => `L ${letters} ${digits}`);

test('what a pattern lists are exactly the plates that fit it', () => {
  fc.assert(
    fc.property(
      patterns,
      fc.string({ unit: fc.constantFrom(...'ABZ'), minLength: 1, maxLength: 2 }),
      fc.integer({ min: 1, max: 9_999 }),
      (text, letters, number) => {
        const pattern = readPattern(text);
        if (!pattern) throw new Error(`expected a pattern: ${text}`);
        const isListed = lettersOf(pattern).includes(letters) && numbersOf(pattern).includes(number);
        expect(fits(pattern, { district: 'L', letters, number, suffix: null, season: null })).toBe(isListed);
      },
    ),
  );
});

test('numbers have no leading zero, and all lie between 1 and 9999', () => {
  expect(numbersOf({ district: 'L', letters: 'A', digits: '?' })).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(numbersOf({ district: 'L', letters: 'A', digits: '????' })).toHaveLength(9_000);
  expect(lettersOf({ district: 'L', letters: '??', digits: '1' })).toHaveLength(676);
});

test.each([
  '',
  'L',
  'LAB 1',
  'L AB',
  'L AB 0?',
  'L ABC 1',
  'LLLL A 1',
  'LLL AB ????',
  'L AB 1?E',
  `L AB ${'?'.repeat(50)}`,
])('is none: %s', (text) => expect(readPattern(text)).toBeNull());
