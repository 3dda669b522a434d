import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  claimed,
  demanded,
  explained,
  paid,
  refundAsked,
  refundDone,
  refundFailed,
  released,
  settled,
  type Entry,
} from '../../../../subgraphs/payments/domain/ledger.ts';
import {
  compare,
  differenceKinds,
  fits,
  resolutions,
  type Movement,
  type SettledMovement,
} from '../../../../subgraphs/payments/domain/reconciliation.ts';

const sum = (entries: readonly Entry[]) => entries.reduce((total, { cents }) => total + cents, 0);
const books = (...postings: readonly Entry[][]) => {
  const accounts: Record<string, number> = {};
  for (const { account, cents } of postings.flat()) accounts[account] = (accounts[account] ?? 0) + cents;
  return Object.fromEntries(Object.entries(accounts).filter(([, cents]) => cents !== 0));
};
const cents = fc.integer({ min: 1, max: 99_999_900 });
const signed = fc.integer({ min: -99_999_900, max: 99_999_900 }).filter((n) => n !== 0);
const lines = fc.array(fc.record({ number: fc.option(fc.constantFrom('224.2', '221.1')), cents }), {
  minLength: 1,
  maxLength: 6,
});

describe('every posting', () => {
  test('is at zero', () => {
    fc.assert(
      fc.property(lines, cents, signed, signed, (paidLines, amount, theirs, ours) => {
        const postings = [
          demanded(paidLines),
          released(paidLines),
          paid(amount),
          refundAsked(amount),
          refundDone(amount),
          refundFailed(amount),
          settled(theirs, ours),
          claimed(theirs),
        ];
        for (const posting of postings) expect(sum(posting)).toBe(0);
      }),
    );
  });

  test('that is taken back leaves nothing', () => {
    fc.assert(
      fc.property(lines, (each) => {
        expect(books(demanded(each), released(each))).toEqual({});
      }),
    );
    expect(books(refundAsked(5), refundFailed(5))).toEqual({});
  });
});

test('a payment that was asked for, paid, given back in part and settled leaves the fees, the refund and the bank', () => {
  const fee = [
    { number: '224.2', cents: 570 },
    { number: null, cents: 1_020 },
  ];
  expect(
    books(demanded(fee), paid(1_590), refundAsked(90), refundDone(90), settled(1_590, 1_590), settled(-90, -90)),
  ).toEqual({
    'fees/224.2': -570,
    'fees/none': -1_020,
    refunds: 90,
    bank: 1_500,
  });
});

const movement = fc.record({
  kind: fc.constantFrom('PAYMENT' as const, 'REFUND' as const),
  subject: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  cents: fc.constantFrom(100, 200),
});
const ours = fc.uniqueArray(movement, { selector: ({ kind, subject }) => `${kind} ${subject}` });
const theirs = fc
  .array(movement)
  .map((all) => all.map((each, n): SettledMovement => ({ ...each, lineId: `line-${n}` })));

describe('a comparison', () => {
  test('finds nothing where both say the same, in whatever order', () => {
    fc.assert(
      fc.property(ours, (all: Movement[]) => {
        expect(
          compare(
            all,
            all.toReversed().map((each, n) => ({ ...each, lineId: String(n) })),
          ),
        ).toEqual([]);
      }),
    );
  });

  test('accounts for every cent: what differs is the sum of the differences', () => {
    fc.assert(
      fc.property(ours, theirs, (own, lines) => {
        const total = (all: readonly { cents: number }[]) => all.reduce((whole, each) => whole + each.cents, 0);
        const differences = compare(own, lines);
        const explainedBy = differences.reduce(
          (whole, { theirsCents, oursCents }) => whole + (theirsCents ?? 0) - (oursCents ?? 0),
          0,
        );
        expect(total(lines) - total(own)).toBe(explainedBy);
      }),
    );
  });

  test('that a clerk explains leaves nothing in suspense, and nothing with the provider', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...differenceKinds),
        signed,
        signed,
        fc.constantFrom(...resolutions),
        (kind, their, our, resolution) => {
          fc.pre(their !== our);
          const oursCents = kind === 'MISSING_THERE' || kind === 'AMOUNT_DIFFERS' ? our : null;
          const theirsCents = kind === 'MISSING_THERE' ? null : their;
          const difference = { kind, oursCents, theirsCents };
          fc.pre(fits(difference, resolution));
          const before = kind === 'MISSING_THERE' ? paid(our) : settled(their, kind === 'AMOUNT_DIFFERS' ? our : 0);
          const owed = kind === 'AMOUNT_DIFFERS' ? paid(our) : [];
          const after = books(before, owed, explained(difference, resolution));
          expect(after['suspense'] ?? 0).toBe(0);
          expect(after['clearing'] ?? 0).toBe(0);
        },
      ),
    );
  });
});
