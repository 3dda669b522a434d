import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { creditorReference, epcCode, isCreditorReference } from '../../../../subgraphs/payments/domain/epc-code.ts';

const transfer = {
  payee: 'Landkreis Rotenburg (Wümme)',
  iban: 'DE02200505501015871393',
  cents: 1_020,
  reference: 'RF18539007547034',
};

describe('the code of a transfer', () => {
  test('has the lines of the standard, in its order', () => {
    expect(epcCode({ ...transfer, bic: 'HASPDEHH' }).split('\n')).toEqual([
      'BCD',
      '002',
      '1',
      'SCT',
      'HASPDEHH',
      'Landkreis Rotenburg (Wümme)',
      'DE02200505501015871393',
      'EUR10.20',
      '',
      'RF18539007547034',
    ]);
  });

  test.each([
    [1, 'EUR0.01'],
    [10, 'EUR0.10'],
    [100, 'EUR1.00'],
    [99_999_900, 'EUR999999.00'],
  ])('writes %i cents as %s', (cents, written) => {
    expect(epcCode({ ...transfer, cents })).toContain(`\n${written}\n`);
  });

  test('is never longer than 331 bytes, whatever the payee is called, and has no line more than it should', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (payee) => {
        try {
          const code = epcCode({ ...transfer, payee });
          expect(Buffer.byteLength(code)).toBeLessThanOrEqual(331);
          expect(code.split('\n')).toHaveLength(10);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });

  test.each([0, -1, 0.5, Number.NaN, 100_000_000_000])('of %d cents is refused', (cents) => {
    expect(() => epcCode({ ...transfer, cents })).toThrow(RangeError);
  });
});

describe('a creditor reference', () => {
  test('has the check digits of the standard', () => {
    expect(creditorReference('539007547034')).toBe('RF18539007547034');
    expect(isCreditorReference('RF18539007547034')).toBe(true);
    expect(isCreditorReference('RF18539007547035')).toBe(false);
  });

  test('is right for whatever it is made around, and wrong when a sign of it is changed', () => {
    const bodies = fc.stringMatching(/^[0-9A-Z]{1,21}$/);
    fc.assert(
      fc.property(bodies, fc.nat(), (body, place) => {
        const reference = creditorReference(body);
        expect(isCreditorReference(reference)).toBe(true);
        const n = 4 + (place % body.length);
        const other =
          reference[n] === 'Z' ? 'Y' : reference[n] === '9' ? '8' : String.fromCharCode(reference.charCodeAt(n) + 1);
        const changed = reference.slice(0, n) + other + reference.slice(n + 1);
        if (/^[0-9A-Z]+$/.test(changed)) expect(isCreditorReference(changed)).toBe(false);
      }),
    );
  });

  test.each(['', 'a', 'ä', 'A B', 'X'.repeat(22)])('is not made around %j', (body) => {
    expect(() => creditorReference(body)).toThrow(RangeError);
  });
});
