import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchTransfer, type NamedFee } from '../../../../subgraphs/payments/domain/transfer-match.ts';

const open: NamedFee = { cents: 1_020, isSettled: false, onlinePayment: null };

test.each([
  [1_020, open, { outcome: 'PAID', surplusCents: 0 }],
  [1_021, open, { outcome: 'PAID', surplusCents: 1 }],
  [1_019, open, { outcome: 'TOO_LITTLE' }],
  [1_020, { ...open, isSettled: true }, { outcome: 'PAID_BEFORE' }],
  [1_020, { ...open, onlinePayment: 'UNDER_WAY' }, { outcome: 'WAIT' }],
  [1_019, { ...open, onlinePayment: 'UNDER_WAY' }, { outcome: 'TOO_LITTLE' }],
  [1_020, { ...open, onlinePayment: 'BROKEN' }, { outcome: 'PAID_BEFORE' }],
  [1_020, null, { outcome: 'UNKNOWN' }],
] as const)('%i cents for %j: %j', (cents, fee, match) => {
  expect(matchTransfer(cents, fee)).toEqual(match);
});

test('a fee is never paid with less than it is, and never twice', () => {
  const fee = fc.record({
    cents: fc.integer({ min: 1, max: 100_000 }),
    isSettled: fc.boolean(),
    onlinePayment: fc.constantFrom(null, 'UNDER_WAY' as const, 'BROKEN' as const),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fee, (cents, named) => {
      const match = matchTransfer(cents, named);
      if (match.outcome !== 'PAID') return;
      expect(match.surplusCents).toBe(cents - named.cents);
      expect(match.surplusCents).toBeGreaterThanOrEqual(0);
      expect(named).toMatchObject({ isSettled: false, onlinePayment: null });
    }),
  );
});
