import type { Kysely, Transaction } from 'kysely';
import { ownClient } from '../domain/fee-demand.ts';
import { paid, released } from '../domain/ledger.ts';
import { isFinal, type PaymentState } from '../domain/payment-status.ts';
import type { PaymentsDatabase } from './database.ts';
import { settleFee } from './fees.ts';
import { linesOf, lockPayment, type DemandedPayment } from './payment-rows.ts';
import { postEntries } from './post-entries.ts';
import { tellClient } from './tell-client.ts';

/** What happens to a payment: the states it goes through, and what becomes known with them. */
export interface PaymentChange {
  states: readonly PaymentState[];
  reference?: string | null;
  transaction?: { id: string; payUrl: string };
  /** Where the money is: with the provider, unless it came to the authority's own account. */
  arrivedAt?: 'clearing' | 'bank';
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
    if (payment && change) await applyChange(transaction, payment, change, now);
  });
}

/** Changes a payment that is locked, or was written in this transaction. */
export async function applyChange(
  transaction: Transaction<PaymentsDatabase>,
  payment: DemandedPayment,
  { states, reference = payment.reference, transaction: known, arrivedAt = 'clearing' }: PaymentChange,
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
  if (ends) await finish(transaction, payment, last, { reference, at, arrivedAt });
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
  { reference, at, arrivedAt }: { reference: string | null; at: Date; arrivedAt: 'clearing' | 'bank' },
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
    entries: isPaid ? paid(payment.amount_cents, arrivedAt) : released(lines),
  });
  if (isPaid && payment.client === ownClient) await settleFee(transaction, payment.demand_id, id, at);
  await tellClient(transaction, payment, {
    type: status === 'SUCCESS' || status === 'CANCELLED' ? eventTypes[status] : 'payment.failed',
    cents: payment.amount_cents,
    at,
    more: {
      ...(reference === null ? {} : { reference }),
      ...(failureReason ? { failureReason } : status === 'ERROR' ? { failureReason: 'ERROR' } : {}),
    },
  });
}
