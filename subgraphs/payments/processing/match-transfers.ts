import type { Kysely, Transaction } from 'kysely';
import { v7 } from 'uuid';
import { settled } from '../domain/ledger.ts';
import { initialState } from '../domain/payment-status.ts';
import { statesTowards } from '../domain/provider-status.ts';
import { matchTransfer } from '../domain/transfer-match.ts';
import {
  callOff,
  feeNamed,
  lockCredit,
  markMatched,
  waitingCredits,
  type BankCreditRow,
} from '../storage/bank-credits.ts';
import { applyChange } from '../storage/change-payment.ts';
import type { PaymentsDatabase } from '../storage/database.ts';
import { recordDifferences, type FoundDifference } from '../storage/differences.ts';
import { demandOfFee, type FeeRow } from '../storage/fees.ts';
import { lockPayment } from '../storage/payment-rows.ts';
import { postEntries } from '../storage/post-entries.ts';
import { DemandHeld, insertPayment } from '../storage/record-payment.ts';

/** How many transfers paid a fee, were handed to a clerk, or still wait. */
export interface Matching {
  paid: number;
  differences: number;
  waiting: number;
}

/** Matches the transfers that wait, each in a transaction of its own. Any number may do so at once, and any number of times: each transfer counts once. */
export async function matchTransfers(db: Kysely<PaymentsDatabase>, now: Date): Promise<Matching> {
  const matching: Matching = { paid: 0, differences: 0, waiting: 0 };
  for (const each of await waitingCredits(db)) {
    try {
      const outcome = await db.transaction().execute(async (transaction) => {
        const credit = await lockCredit(transaction, each);
        return credit ? match(transaction, credit, now) : null;
      });
      if (outcome !== null) matching[outcome] += 1;
    } catch (error) {
      // Somebody began to pay online just then; it is looked at again.
      if (!(error instanceof DemandHeld)) throw error;
      matching.waiting += 1;
    }
  }
  return matching;
}

const kinds = { UNKNOWN: 'MISSING_HERE', PAID_BEFORE: 'DUPLICATE', TOO_LITTLE: 'UNDERPAID' } as const;

async function match(
  transaction: Transaction<PaymentsDatabase>,
  credit: BankCreditRow,
  now: Date,
): Promise<keyof Matching> {
  const found = await feeNamed(transaction, credit);
  const { amount_cents: cents } = credit;
  const verdict = matchTransfer(cents, found?.named ?? null);
  if (verdict.outcome === 'WAIT') {
    if (found?.paymentId) await callOff(transaction, found.paymentId, now);
    return 'waiting';
  }
  if (verdict.outcome === 'PAID' && found) {
    const paymentId = await payByTransfer(transaction, found.fee, credit, now);
    await markMatched(transaction, credit, paymentId, now);
    if (verdict.surplusCents === 0) return 'paid';
    await setAside(transaction, credit, verdict.surplusCents, paymentId, now);
    const kind = 'AMOUNT_DIFFERS' as const;
    await report(transaction, credit, { kind, oursCents: found.fee.amount_cents, paymentId }, now);
    return 'paid';
  }
  const kind = verdict.outcome === 'PAID' ? 'MISSING_HERE' : kinds[verdict.outcome];
  const oursCents = kind === 'UNDERPAID' ? (found?.named.cents ?? null) : null;
  await setAside(transaction, credit, cents, null, now);
  await report(transaction, credit, { kind, oursCents, paymentId: found?.paymentId ?? null }, now);
  await markMatched(transaction, credit, null, now);
  return 'differences';
}

/** The transfer is the payment of the fee: it went the way of every payment, only not through the provider. @returns its id */
async function payByTransfer(
  transaction: Transaction<PaymentsDatabase>,
  fee: FeeRow,
  { reference }: BankCreditRow,
  now: Date,
): Promise<string> {
  const id = v7();
  const { amount_cents: cents } = fee;
  await insertPayment(transaction, id, { citizen: fee.citizen, demand: demandOfFee(fee, now), returnUrl: '' }, now);
  const payment = await lockPayment(transaction, id);
  if (!payment) throw new RangeError(`The payment of fee ${fee.id} was not written.`);
  const states = statesTowards(initialState, { status: 'PAYED', cents }, { cents, ending: null });
  await applyChange(transaction, payment, { states, reference, arrivedAt: 'bank' }, now);
  return id;
}

const subjectOf = ({ iban, id }: BankCreditRow) => `${iban} ${id}`;

/** What is nobody's yet is at the bank all the same, and waits in `suspense`. */
async function setAside(
  transaction: Transaction<PaymentsDatabase>,
  credit: BankCreditRow,
  cents: number,
  paymentId: string | null,
  now: Date,
): Promise<void> {
  await postEntries(transaction, {
    kind: 'SETTLEMENT',
    authority: credit.authority,
    subject: subjectOf(credit),
    paymentId,
    at: now,
    entries: settled(cents, 0),
  });
}

async function report(
  transaction: Transaction<PaymentsDatabase>,
  credit: BankCreditRow,
  difference: Pick<FoundDifference, 'kind' | 'oursCents' | 'paymentId'>,
  now: Date,
): Promise<void> {
  const { authority, booked_on: day, amount_cents: theirsCents } = credit;
  await recordDifferences(transaction, { authority, day, now }, [
    { ...difference, subject: subjectOf(credit), theirsCents },
  ]);
}
