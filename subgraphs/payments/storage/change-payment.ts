import type { Kysely, Transaction } from 'kysely';
import { writeEvent } from '../../kit/events/write-event.ts';
import { paid, released } from '../domain/ledger.ts';
import { isFinal, type PaymentState } from '../domain/payment-status.ts';
import type { PaymentsDatabase } from './database.ts';
import { linesOf, lockPayment, type DemandedPayment } from './payment-rows.ts';
import { postEntries } from './post-entries.ts';

/** What happens to a payment: the states it goes through, and what becomes known with them. */
export interface PaymentChange {
  states: readonly PaymentState[];
  reference?: string | null;
  transaction?: { id: string; payUrl: string };
}

/**
 * Changes a payment under its lock: its status and history, the ledger and the event for the demanding service, all or nothing. `decide` sees the payment as it
 * is by then; null leaves it.
 */
export async function changePayment(
  db: Kysely<PaymentsDatabase>,
  id: string,
  now: Date,
  decide: (payment: DemandedPayment) => PaymentChange | null,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const payment = await lockPayment(transaction, id);
    const change = payment && decide(payment);
    if (payment && change) await write(transaction, payment, change, now);
  });
}

async function write(
  transaction: Transaction<PaymentsDatabase>,
  payment: DemandedPayment,
  { states, reference = payment.reference, transaction: known }: PaymentChange,
  clock: Date,
): Promise<void> {
  // A clock that was set back must not put a payment before its own beginning.
  const at = clock < payment.created_at ? payment.created_at : clock;
  const last = states.at(-1);
  const ends = last !== undefined && isFinal(last.status);
  await transaction
    .updateTable('payment')
    .set({
      reference,
      ...(known ? { transaction_id: known.id, pay_url: known.payUrl } : {}),
      ...(last ? { status: last.status, failure_reason: last.failureReason, asked: 0 } : {}),
      ...(ends ? { ask_at: null, paid_at: last.status === 'SUCCESS' ? at : null } : {}),
    })
    .where('id', '=', payment.id)
    .execute();
  await addToHistory(transaction, payment.id, states, at);
  if (ends) await finish(transaction, payment, last, { reference, at });
}

async function addToHistory(
  transaction: Transaction<PaymentsDatabase>,
  id: string,
  states: readonly PaymentState[],
  at: Date,
): Promise<void> {
  if (states.length === 0) return;
  const { position } = await transaction
    .selectFrom('payment_history')
    .select(({ fn }) => fn.max<number>('position').as('position'))
    .where('payment_id', '=', id)
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('payment_history')
    .values(states.map(({ status }, index) => ({ payment_id: id, position: position + index + 1, status, at })))
    .execute();
}

/** What the demanding service is told, by the status in which a payment ended. */
const eventTypes = { SUCCESS: 'payment.succeeded', CANCELLED: 'payment.cancelled' } as const;

async function finish(
  transaction: Transaction<PaymentsDatabase>,
  payment: DemandedPayment,
  { status, failureReason }: PaymentState,
  { reference, at }: { reference: string | null; at: Date },
): Promise<void> {
  const { id, authority } = payment;
  const isPaid = status === 'SUCCESS';
  const lines = (await linesOf(transaction, id)).map((line) => ({ number: line.number, cents: line.amount_cents }));
  await postEntries(transaction, {
    kind: isPaid ? 'PAYMENT' : 'RELEASE',
    authority,
    subject: id,
    paymentId: id,
    at,
    entries: isPaid ? paid(payment.amount_cents) : released(lines),
  });
  await writeEvent(transaction, {
    type: status === 'SUCCESS' || status === 'CANCELLED' ? eventTypes[status] : 'payment.failed',
    // All payments of a demand in order: the one that failed before the one that succeeded.
    subject: payment.demand_id,
    destination: payment.client,
    at,
    data: {
      ...eventData(payment, payment.amount_cents, at),
      ...(reference === null ? {} : { reference }),
      ...(failureReason ? { failureReason } : status === 'ERROR' ? { failureReason: 'ERROR' } : {}),
    },
  });
}

/** What every event of payments says. */
export function eventData(payment: DemandedPayment, cents: number, at: Date): Record<string, unknown> {
  return {
    paymentId: payment.id,
    demandId: payment.demand_id,
    caseReference: payment.case_reference,
    authority: payment.authority,
    amountCents: cents,
    currency: 'EUR',
    at: at.toISOString(),
  };
}
