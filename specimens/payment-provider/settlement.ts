import type { Faults } from './faults.ts';
import type { Transaction } from './transactions.ts';

/** One movement on the authority's account as the provider settles it. */
export interface SettlementLine {
  lineId: string;
  transactionId: string;
  requestId: string;
  kind: 'PAYMENT' | 'REFUND';
  refundId: string | null;
  amount: number;
  bookedAt: string;
}

/** What was paid to an authority and given back on a day (UTC), as the provider's file says it. */
export function settlementOf(
  transactions: readonly Transaction[],
  originator: string,
  day: string,
  { settlement }: Faults,
): SettlementLine[] {
  const lines = transactions
    .filter(
      (each) =>
        each.originator === originator && each.status === 'PAYED' && !settlement.omit.includes(each.transactionId),
    )
    .flatMap((each) => linesOf(each, settlement))
    .filter(({ bookedAt }) => bookedAt.startsWith(day));
  const foreign = settlement.foreign
    .filter((each) => each.originator === originator)
    .map(({ transactionId, cents }): SettlementLine => ({
      lineId: `${transactionId}/1`,
      transactionId,
      requestId: transactionId,
      kind: 'PAYMENT',
      refundId: null,
      amount: cents / 100,
      bookedAt: `${day}T12:00:00.000Z`,
    }));
  return [...lines, ...foreign];
}

function linesOf(transaction: Transaction, settlement: Faults['settlement']): SettlementLine[] {
  const { transactionId, requestId, cents, changedAt } = transaction;
  const payment: SettlementLine = {
    lineId: `${transactionId}/1`,
    transactionId,
    requestId,
    kind: 'PAYMENT',
    refundId: null,
    amount: (cents + (settlement.offBy[transactionId] ?? 0)) / 100,
    bookedAt: changedAt,
  };
  const again = settlement.duplicate.includes(transactionId) ? [{ ...payment, lineId: `${transactionId}/2` }] : [];
  const refunds = transaction.refunds
    .filter(({ status }) => status === 'SUCCESS')
    .map((refund): SettlementLine => ({
      ...payment,
      lineId: `${transactionId}/${refund.refundId}`,
      kind: 'REFUND',
      refundId: refund.refundId,
      amount: -refund.cents / 100,
      bookedAt: refund.at,
    }));
  return [payment, ...again, ...refunds];
}

/** The same as a file for a spreadsheet. */
export function asCsv(lines: readonly SettlementLine[]): string {
  const rows = lines.map((each) =>
    [each.lineId, each.transactionId, each.requestId, each.kind, each.amount.toFixed(2), each.bookedAt].join(';'),
  );
  return ['lineId;transactionId;requestId;kind;amount;bookedAt', ...rows, ''].join('\n');
}
