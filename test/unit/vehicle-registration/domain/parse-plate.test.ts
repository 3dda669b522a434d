import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePlate } from '../../../../subgraphs/vehicle-registration/domain/parse-plate.ts';
import { formatPlate } from '../../../../subgraphs/vehicle-registration/domain/plate.ts';
import { districts, plates } from './plate-arbitraries.ts';

const read = (text: string) => parsePlate(text, districts);
const problemsOf = (text: string) => {
  const result = read(text);
  return result.outcome === 'REFUSED' ? result.problems.map(({ code }) => code) : result.outcome;
};

describe('a plate with separators', () => {
  test('is read back as it was written, whatever plate it is', () => {
    fc.assert(
      fc.property(plates, (plate) => {
        expect(read(formatPlate(plate))).toEqual({ outcome: 'PLATE', plate: { ...plate, season: null } });
      }),
    );
  });

  test('is read with any separator, in small letters and with decomposed umlauts', () => {
    const separators = fc.constantFrom(' ', '-', '–', ':', '·', ' - ', '  ');
    fc.assert(
      fc.property(plates, separators, separators, (plate, first, second) => {
        const text = `${plate.district}${first}${plate.letters}${second}${plate.number}${plate.suffix ?? ''}`;
        const expected = { outcome: 'PLATE', plate: { ...plate, season: null } };
        expect(read(text)).toEqual(expected);
        expect(read(text.toLowerCase().normalize('NFD'))).toEqual(expected);
      }),
    );
  });

  test.each(['L-AB1234', 'l ab 1234', 'L:AB 1234', ' L AB-1234 '])('%j is L AB 1234', (text) => {
    const result = read(text);
    expect(result.outcome === 'PLATE' && formatPlate(result.plate)).toBe('L AB 1234');
  });
});

describe('a plate without separators', () => {
  test('is either the one meant, or ambiguous with the one meant among the candidates', () => {
    fc.assert(
      fc.property(plates, (plate) => {
        const result = read(formatPlate(plate).replaceAll(' ', ''));
        const candidates =
          result.outcome === 'PLATE' ? [result.plate] : result.outcome === 'AMBIGUOUS' ? result.candidates : [];
        expect(candidates).toContainEqual({ ...plate, season: null });
        expect(result.outcome === 'AMBIGUOUS').toBe(candidates.length > 1);
        expect(new Set(candidates.map((candidate) => formatPlate(candidate).replaceAll(' ', ''))).size).toBe(1);
      }),
    );
  });

  test('BAB123 can be B-AB or BA-B, and a space before the number does not help', () => {
    for (const text of ['BAB123', 'bab 123', 'BAB-123']) {
      const result = read(text);
      expect(result.outcome === 'AMBIGUOUS' && result.candidates.map(formatPlate)).toEqual(['B AB 123', 'BA B 123']);
    }
  });

  test('is not ambiguous where only one reading has a registered code, or where an umlaut decides', () => {
    expect(parsePlate('BAB123', new Set(['B']))).toMatchObject({ outcome: 'PLATE', plate: { district: 'B' } });
    expect(read('LÖA1')).toMatchObject({ outcome: 'PLATE', plate: { district: 'LÖ', letters: 'A' } });
  });
});

describe('what is no plate says why', () => {
  test.each([
    ['', ['UNREADABLE']],
    ['1234', ['UNREADABLE']],
    ['L AB', ['UNREADABLE']],
    ['L AB 12 34', ['UNREADABLE']],
    ['L AB 1234; DROP TABLE vehicle', ['UNREADABLE']],
    ['ABCDE AB 1', ['DISTRICT_MALFORMED']],
    ['XX AB 1', ['DISTRICT_UNKNOWN']],
    ['L ABC 1', ['LETTERS_MALFORMED']],
    ['L AÖ 1', ['LETTERS_MALFORMED']],
    ['L AB 0123', ['NUMBER_LEADING_ZERO']],
    ['L AB 0', ['NUMBER_LEADING_ZERO']],
    ['L AB 12345', ['NUMBER_MALFORMED']],
    ['L AB 123X', ['SUFFIX_UNKNOWN']],
    ['ROW AB 1234', ['TOO_LONG']],
    ['DD AB 1234E', ['TOO_LONG']],
    ['XX ABC 0', ['DISTRICT_UNKNOWN', 'LETTERS_MALFORMED', 'NUMBER_LEADING_ZERO']],
    ['XAB1', ['DISTRICT_UNKNOWN']],
    ['LABCD1', ['DISTRICT_UNKNOWN']],
    ['LABCDE1', ['UNREADABLE']],
    ['A'.repeat(41), ['UNREADABLE']],
  ])('%j: %j', (text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  test('never throws and never lets anything but a plate through', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'LBÖA01239 -EHß·') })), (text) => {
        const result = read(text);
        const found =
          result.outcome === 'PLATE' ? [result.plate] : result.outcome === 'AMBIGUOUS' ? result.candidates : [];
        for (const plate of found) {
          expect(districts).toContain(plate.district);
          expect(plate.letters).toMatch(/^[A-Z]{1,2}$/);
          expect(formatPlate(plate).replaceAll(' ', '').length).toBeLessThanOrEqual(8);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
