import type { Transaction } from 'kysely';
import { writeEvent } from '../../kit/events/write-event.ts';
import { ownClient } from '../domain/fee-demand.ts';
import type { PaymentsDatabase } from './database.ts';
import type { DemandedPayment } from './payment-rows.ts';

export interface ClientNews {
  type: 'payment.succeeded' | 'payment.failed' | 'payment.cancelled' | 'payment.refunded';
  /** What was paid, or given back. */
  cents: number;
  at: Date;
  /** What this kind says besides. */
  more?: Record<string, unknown>;
}

/** Tells the demanding service what became of a payment. Fees that payments demands itself it need not be told of. */
export async function tellClient(
  transaction: Transaction<PaymentsDatabase>,
  payment: DemandedPayment,
  { type, cents, at, more = {} }: ClientNews,
): Promise<void> {
  if (payment.client === ownClient) return;
  await writeEvent(transaction, {
    type,
    // All payments of a demand in order: the one that failed before the one that succeeded.
    subject: payment.demand_id,
    destination: payment.client,
    at,
    data: {
      paymentId: payment.id,
      demandId: payment.demand_id,
      caseReference: payment.case_reference,
      authority: payment.authority,
      amountCents: cents,
      currency: 'EUR',
      at: at.toISOString(),
      ...more,
    },
  });
}
