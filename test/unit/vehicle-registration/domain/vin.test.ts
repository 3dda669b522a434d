import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkVin } from '../../../../subgraphs/vehicle-registration/domain/vin.ts';

const codesOf = (text: string) => {
  const result = checkVin(text);
  return (result.outcome === 'VIN' ? result.warnings : result.problems).map(({ code }) => code);
};

describe('a VIN', () => {
  test.each(['1M8GDM9AXKP042788', '11111111111111111', '1hgcm82633a004352', '1HGCM 82633 A004352'])(
    '%j has a fitting check digit, so there is no warning',
    (text) => {
      expect(checkVin(text)).toMatchObject({ outcome: 'VIN', warnings: [] });
    },
  );

  test('with another digit in ninth place is accepted with a warning: European ones have none', () => {
    expect(checkVin('WVWZZZ1JZ3W386752')).toMatchObject({
      outcome: 'VIN',
      vin: 'WVWZZZ1JZ3W386752',
      warnings: [{ code: 'VIN_CHECK_DIGIT' }],
    });
  });

  test.each([
    ['1M8GDM9AXKP04278', ['VIN_LENGTH']],
    ['1M8GDM9AXKP0427888', ['VIN_LENGTH']],
    ['IM8GDM9AXKP042788', ['VIN_CHARACTERS']],
    ['OM8GDM9AXKP042788', ['VIN_CHARACTERS']],
    ['1M8GDM9AXKP04278Q', ['VIN_CHARACTERS']],
    ['', ['VIN_LENGTH']],
    ['Ö-', ['VIN_LENGTH', 'VIN_CHARACTERS']],
  ])('%j is refused: %j', (text, expected) => {
    expect(codesOf(text)).toEqual(expected);
  });

  test('is accepted whenever it has 17 of its characters, and one digit alone never refuses it', () => {
    const vins = fc.string({
      unit: fc.constantFrom(...'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'),
      minLength: 17,
      maxLength: 17,
    });
    fc.assert(fc.property(vins, (vin) => expect(checkVin(vin)).toMatchObject({ outcome: 'VIN', vin })));
  });
});
