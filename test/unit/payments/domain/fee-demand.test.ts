import { describe, expect, test } from '@jest/globals';
import { mayDemandFor } from '../../../../subgraphs/payments/domain/fee-demand.ts';
import { maskIban, readIban } from '../../../../subgraphs/payments/domain/iban.ts';
import { clocksOn, nextAskAfter } from '../../../../subgraphs/payments/domain/payment-clocks.ts';
import { explainPaymentProblem, paymentProblemCodes } from '../../../../subgraphs/payments/domain/payment-problem.ts';

test.each([
  [['14713000'], '14713000', true],
  [['14713000'], '14713', false],
  [['14713'], '14713000', false],
  [['14*'], '14713000', true],
  [['14*'], '03357', false],
  [['*'], '03357', true],
  [[], '03357', false],
])('a service that demands for %j may demand for %s: %s', (authorities, ags, expected) => {
  expect(mayDemandFor(authorities, ags)).toBe(expected);
});

describe('an IBAN', () => {
  test('is read with or without spaces, hyphens and capitals, and masked', () => {
    for (const typed of ['DE89370400440532013000', 'DE89 3704 0044 0532 0130 00', 'de89-3704-0044-0532-0130-00'])
      expect(readIban(typed)).toEqual({ iban: 'DE89370400440532013000' });
    expect(maskIban('DE89370400440532013000')).toBe('DE89 •••• 3000');
  });

  test('with two digits swapped is none', () => {
    expect(readIban('DE89370400440532010300')).toEqual({ problem: 'IBAN_INVALID' });
  });
});

test('the provider is asked ever more rarely, and every five minutes at least', () => {
  const waits = Array.from({ length: 30 }, (_, asked) => nextAskAfter(asked));
  expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
  expect(waits[0]).toBe(5_000);
  expect(waits.at(-1)).toBe(300_000);
});

test('a payment expires after 90 minutes, and a key is forgotten after 24 hours', () => {
  expect(clocksOn('2026-03-01')).toMatchObject({ expiryMinutes: 90, keyHours: 24 });
  expect(() => clocksOn('1999-01-01')).toThrow(RangeError);
});

test('every problem says what it is and what to do, in both languages', () => {
  for (const code of paymentProblemCodes) {
    const { message, remedy } = explainPaymentProblem(code);
    for (const text of [message.de, message.en, remedy.de, remedy.en]) expect(text.length).toBeGreaterThan(10);
  }
});
