import type { Kysely, Selectable, Transaction } from 'kysely';
import { v7 } from 'uuid';
import { refundAsked, refundDone, refundFailed } from '../domain/ledger.ts';
import { nextAskAfter } from '../domain/payment-clocks.ts';
import type { PaymentsDatabase } from './database.ts';
import { lockPayment } from './payment-rows.ts';
import { postEntries } from './post-entries.ts';
import type { RefundTable } from './refund-tables.ts';
import { tellClient } from './tell-client.ts';

export type RefundRow = Selectable<RefundTable>;

export interface WantedRefund {
  paymentId: string;
  cents: number;
  reason: string;
  /** Sector identifier of the clerk. */
  clerk: string;
  /** Idempotency key. */
  key: string;
}

export function findRefund(db: Kysely<PaymentsDatabase>, id: string): Promise<RefundRow | undefined> {
  return db.selectFrom('refund').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Writes a refund with its posting. The database itself refuses what is more than is left, also when several clerks ask at once. */
export async function recordRefund(
  db: Kysely<PaymentsDatabase>,
  authority: string,
  wanted: WantedRefund,
  now: Date,
): Promise<RefundRow | 'REFUND_TOO_HIGH' | 'IDEMPOTENCY_CONFLICT'> {
  try {
    const written = await db.transaction().execute((transaction) => write(transaction, authority, wanted, now));
    if (written) return written;
  } catch (error) {
    if (!isUncovered(error)) throw error;
    // The first of two with the same key may have taken what was left.
    return (await known(db, wanted)) ?? 'REFUND_TOO_HIGH';
  }
  return (await known(db, wanted)) ?? 'IDEMPOTENCY_CONFLICT';
}

const isUncovered = (error: unknown) =>
  error instanceof Error && 'constraint' in error && error.constraint === 'refund_is_covered';

async function known(
  db: Kysely<PaymentsDatabase>,
  wanted: WantedRefund,
): Promise<RefundRow | 'IDEMPOTENCY_CONFLICT' | undefined> {
  const row = await db
    .selectFrom('refund')
    .selectAll()
    .where('clerk', '=', wanted.clerk)
    .where('request_key', '=', wanted.key)
    .executeTakeFirst();
  if (!row) return undefined;
  const isSame =
    row.payment_id === wanted.paymentId && row.amount_cents === wanted.cents && row.reason === wanted.reason;
  return isSame ? row : 'IDEMPOTENCY_CONFLICT';
}

async function write(
  transaction: Transaction<PaymentsDatabase>,
  authority: string,
  { paymentId, cents, reason, clerk, key }: WantedRefund,
  now: Date,
): Promise<RefundRow | undefined> {
  const row = await transaction
    .insertInto('refund')
    .values({
      id: v7(),
      payment_id: paymentId,
      amount_cents: cents,
      status: 'SUBMITTED',
      reason,
      clerk,
      request_key: key,
      created_at: now,
      finished_at: null,
      ask_at: new Date(now.getTime() + nextAskAfter(0)),
    })
    .onConflict((conflict) => conflict.columns(['clerk', 'request_key']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  const entries = refundAsked(cents);
  await postEntries(transaction, { kind: 'REFUND', authority, subject: row.id, paymentId, at: now, entries });
  return row;
}

/** The provider gave it back, or could not. */
export async function finishRefund(
  db: Kysely<PaymentsDatabase>,
  id: string,
  status: 'SUCCESS' | 'ERROR',
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const refund = await transaction
      .selectFrom('refund')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (refund?.status !== 'SUBMITTED') return;
    const { payment_id: paymentId, amount_cents: cents } = refund;
    const payment = await lockPayment(transaction, paymentId);
    if (!payment) return;
    await transaction
      .updateTable('refund')
      .set({ status, finished_at: now, ask_at: null })
      .where('id', '=', id)
      .execute();
    const [kind, entries] =
      status === 'SUCCESS'
        ? (['REFUND_DONE', refundDone(cents)] as const)
        : (['REFUND_FAILED', refundFailed(cents)] as const);
    await postEntries(transaction, { kind, authority: payment.authority, subject: id, paymentId, at: now, entries });
    if (status !== 'SUCCESS') return;
    await tellClient(transaction, payment, { type: 'payment.refunded', cents, at: now, more: { refundId: id } });
  });
}
