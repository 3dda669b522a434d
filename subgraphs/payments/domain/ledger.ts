import type { DifferenceKind, Resolution } from './reconciliation.ts';

/** What is posted to the ledger. */
export const postingKinds = [
  'DEMAND',
  'PAYMENT',
  'RELEASE',
  'REFUND',
  'REFUND_DONE',
  'REFUND_FAILED',
  'SETTLEMENT',
  'CORRECTION',
] as const;
export type PostingKind = (typeof postingKinds)[number];

/** The accounts of each authority; the fees have one for each number of the schedule, `fees/224.2`. */
export type Account =
  'receivable' | 'clearing' | 'bank' | 'refunds' | 'refunds-payable' | 'suspense' | 'written-off' | `fees/${string}`;

/** A debit (positive) or a credit (negative), in cents. */
export interface Entry {
  account: Account;
  cents: number;
}

interface PaidLine {
  number: string | null;
  cents: number;
}

/** Account of fees that have no number in a schedule. */
const unnumbered = 'fees/none';

function byAccount(lines: readonly PaidLine[]): Entry[] {
  const sums = new Map<Account, number>();
  for (const { number, cents } of lines) {
    const account: Account = number === null ? unnumbered : `fees/${number}`;
    sums.set(account, (sums.get(account) ?? 0) + cents);
  }
  return [...sums].map(([account, cents]) => ({ account, cents }));
}

const sumOf = (entries: readonly Entry[]) => entries.reduce((sum, { cents }) => sum + cents, 0);
const negated = (entries: readonly Entry[]) => entries.map(({ account, cents }): Entry => ({ account, cents: -cents }));
const moved = (to: Account, from: Account, cents: number): Entry[] => [
  { account: to, cents },
  { account: from, cents: -cents },
];

/** The authority asks for its fees. */
export function demanded(lines: readonly PaidLine[]): Entry[] {
  const fees = byAccount(lines);
  return [{ account: 'receivable', cents: sumOf(fees) }, ...negated(fees)];
}

/** A payment came to nothing: the fees are not asked for any more, at least not by this payment. */
export const released = (lines: readonly PaidLine[]): Entry[] => negated(demanded(lines));

/** The citizen has paid; the provider has the money, or the authority's own bank where it was transferred. */
export const paid = (cents: number, arrivedAt: 'clearing' | 'bank' = 'clearing'): Entry[] =>
  moved(arrivedAt, 'receivable', cents);

/** Something is to be given back. */
export const refundAsked = (cents: number): Entry[] => moved('refunds', 'refunds-payable', cents);

/** The provider gave it back. */
export const refundDone = (cents: number): Entry[] => moved('refunds-payable', 'clearing', cents);

/** The provider could not give it back. */
export const refundFailed = (cents: number): Entry[] => moved('refunds-payable', 'refunds', cents);

/**
 * The provider's settlement: what arrives at the bank (negative: what is taken back). What is known here clears what the provider owes; the rest waits in
 * `suspense` until somebody finds out what it is.
 */
export function settled(theirCents: number, ourCents: number): Entry[] {
  const entries: Entry[] = [
    { account: 'bank', cents: theirCents },
    { account: 'clearing', cents: -ourCents },
    { account: 'suspense', cents: ourCents - theirCents },
  ];
  return entries.filter(({ cents }) => cents !== 0);
}

/** Money that waited in `suspense` turned out to be that of a movement of ours. */
export const claimed = (cents: number): Entry[] => moved('suspense', 'clearing', cents);

/**
 * A clerk explains a difference: what waits in `suspense` went back to the provider or came from it after all (through the bank), or is written off; what the
 * provider never settled is written off from `clearing`.
 */
export function explained(
  { kind, oursCents, theirsCents }: { kind: DifferenceKind; oursCents: number | null; theirsCents: number | null },
  resolution: Resolution,
): Entry[] {
  if (kind === 'MISSING_THERE') return moved('written-off', 'clearing', oursCents ?? 0);
  const waiting = (theirsCents ?? 0) - (kind === 'AMOUNT_DIFFERS' ? (oursCents ?? 0) : 0);
  return moved('suspense', resolution === 'WRITTEN_OFF' ? 'written-off' : 'bank', waiting);
}
