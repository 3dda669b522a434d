import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkPlate } from '../../../../subgraphs/vehicle-registration/domain/check-plate.ts';
import { monthsOf } from '../../../../subgraphs/vehicle-registration/domain/plate.ts';
import { plateProblem, plateProblemCodes } from '../../../../subgraphs/vehicle-registration/domain/plate-problem.ts';
import { districts, plates, season } from './plate-arbitraries.ts';

const parts = { district: 'L', letters: 'AB', number: '123' };
const problemsOf = (changed: object) => {
  const result = checkPlate({ ...parts, ...changed }, districts);
  return result.outcome === 'REFUSED' ? result.problems.map(({ code }) => code) : [];
};

describe('a plate from its parts', () => {
  test('is accepted exactly as given when it keeps the rules, with season and suffix', () => {
    fc.assert(
      fc.property(plates, (plate) => {
        expect(checkPlate(plate, districts)).toEqual({ outcome: 'PLATE', plate });
        expect(checkPlate({ ...plate, number: String(plate.number) }, districts)).toEqual({ outcome: 'PLATE', plate });
      }),
    );
  });

  test('has eight characters at most, seven before a suffix', () => {
    expect(problemsOf({ district: 'DD', number: 1234 })).toEqual([]);
    expect(problemsOf({ district: 'DD', number: 1234, suffix: 'H' })).toEqual(['TOO_LONG']);
    expect(problemsOf({ district: 'DD', number: 123, suffix: 'H' })).toEqual([]);
    expect(problemsOf({ district: 'ROW', number: 1234 })).toEqual(['TOO_LONG']);
  });

  test.each([
    [{ number: '007' }, ['NUMBER_LEADING_ZERO']],
    [{ number: -1 }, ['NUMBER_MALFORMED']],
    [{ number: 1.5 }, ['NUMBER_MALFORMED']],
    [{ number: 10_000 }, ['NUMBER_MALFORMED']],
    [{ suffix: 'X' }, ['SUFFIX_UNKNOWN']],
    [{ letters: 'Ä' }, ['LETTERS_MALFORMED']],
    [{ letters: 'ß' }, ['LETTERS_MALFORMED']],
    [{ district: '', letters: '' }, ['DISTRICT_MALFORMED', 'LETTERS_MALFORMED']],
  ])('%j is refused: %j', (changed, expected) => {
    expect(problemsOf(changed)).toEqual(expected);
  });
});

describe('a season', () => {
  test('of two to eleven months is accepted, also over the turn of the year, also with E and H', () => {
    expect(monthsOf({ from: 10, to: 3 })).toBe(6);
    fc.assert(
      fc.property(season, fc.constantFrom('E', 'H', null), (wanted, suffix) => {
        expect(problemsOf({ season: wanted, suffix })).toEqual([]);
      }),
    );
  });

  test.each([
    { from: 4, to: 4 },
    { from: 1, to: 12 },
    { from: 4, to: 3 },
    { from: 0, to: 5 },
    { from: 3, to: 13 },
    { from: 3.5, to: 8 },
  ])('%j is refused', (wanted) => {
    expect(problemsOf({ season: wanted })).toEqual(['SEASON_MALFORMED']);
  });
});

test('every problem has a text in German and in English', () => {
  for (const code of plateProblemCodes) {
    const { text } = plateProblem(code);
    expect(text.de.length).toBeGreaterThan(20);
    expect(text.en).not.toBe(text.de);
  }
});
