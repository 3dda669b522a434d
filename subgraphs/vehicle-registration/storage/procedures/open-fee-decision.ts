import { v7 } from 'uuid';
import type { Work } from '../parts.ts';
import type { FeeDecisionTable } from '../procedure-tables.ts';
import type { ProcedureRow } from './procedure-rows.ts';

/** A fee that was paid for nothing is not refunded by itself: the authority decides what becomes of it. */
export async function openFeeDecision(
  work: Work,
  procedure: ProcedureRow,
  reason: FeeDecisionTable['reason'],
  now: Date,
  paymentId = procedure.payment_id,
): Promise<void> {
  const { id, authority, fee_cents: cents } = procedure;
  if (!paymentId || !authority || !cents) return;
  await work
    .insertInto('fee_decision')
    .values({
      id: v7(),
      procedure_id: id,
      authority,
      reason,
      payment_id: paymentId,
      amount_cents: cents,
      opened_at: now,
      closed_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
