import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { euros, formatMoney } from '../../../../subgraphs/kit/schema/money.ts';

/** Spaces of all widths are one. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

test('an amount is written as people of the language write it', () => {
  expect(plain(formatMoney(euros(1_250), 'de'))).toBe('12,50 €');
  expect(plain(formatMoney(euros(-123_456_789), 'de'))).toBe('-1.234.567,89 €');
  expect(formatMoney(euros(1_250), 'en')).toBe('€12.50');
});

test('minor units are those of the currency', () => {
  expect(plain(formatMoney({ amount: 1_250, currency: 'JPY' }, 'de'))).toBe('1.250 ¥');
  expect(plain(formatMoney({ amount: 1_250, currency: 'KWD' }, 'en'))).toBe('KWD 1.250');
});

test('no cent is lost: the digits of the text are those of the amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }), (cents) => {
      const digits = formatMoney(euros(cents), 'de').replaceAll(/\D/g, '');
      expect(Number(digits)).toBe(Math.abs(cents));
      expect(formatMoney(euros(cents), 'de').startsWith('-')).toBe(cents < 0);
    }),
  );
});

test('a locale that is none is German, whatever it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('xx-unknown', 'de_DE', '😀', 'x'.repeat(50))), (locale) => {
      expect(formatMoney(euros(1), locale)).toMatch(/1/);
    }),
  );
  expect(plain(formatMoney(euros(1_250), '../../etc'))).toBe('12,50 €');
});
