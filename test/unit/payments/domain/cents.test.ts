import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { centsOf } from '../../../../subgraphs/kit/fees/cents-of.ts';
import { largestAmount, sumOfCents } from '../../../../subgraphs/payments/domain/cents.ts';

const amounts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 50 });

describe('euros as a schedule prints them', () => {
  test('become cents without loss, whatever the amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (cents) => {
        const digits = String(cents).padStart(3, '0');
        expect(centsOf(`${digits.slice(0, -2)}.${digits.slice(-2)}`)).toBe(cents);
      }),
    );
  });

  test.each(['', '27', '27.9', '27,90', '27.900', '-1.00', ' 1.00', '1e3', '1234567.00', '0.10\n'])(
    '%j is refused',
    (text) => {
      expect(() => centsOf(text)).toThrow(/euros, a point and two digits/);
    },
  );
});

describe('a sum', () => {
  test('does not depend on the order, nor on how it is grouped, and 0 adds nothing', () => {
    fc.assert(
      fc.property(amounts, amounts, (left, right) => {
        const sum = sumOfCents([...left, ...right]);
        expect(sumOfCents([...right, 0, ...left])).toBe(sum);
        expect(sumOfCents([sumOfCents(left), sumOfCents(right)])).toBe(sum);
      }),
    );
  });

  test('of cents is exact where a sum of floats is not', () => {
    expect(sumOfCents(Array.from({ length: 10 }, () => centsOf('0.10')))).toBe(100);
    expect(sumOfCents([])).toBe(0);
  });

  test.each([[0.5], [-1], [Number.NaN], [Infinity], [2 ** 53]])('refuses %d as an amount', (amount) => {
    expect(() => sumOfCents([1, amount])).toThrow(/whole number of cents, 0 or more/);
  });

  test('is what one payment can be at most', () => {
    expect(sumOfCents([largestAmount])).toBe(99_999_900);
    expect(() => sumOfCents([largestAmount, 1])).toThrow(/99999900 cents at most, but these amounts are 99999901/);
  });
});
