import { z } from 'zod';
import { EventRefused } from '../../../kit/events/inbox.ts';
import type { Parts, Work } from '../parts.ts';
import { changeState, writeHistory } from './change-state.ts';
import { openFeeDecision } from './open-fee-decision.ts';
import type { ProcedureRow } from './procedure-rows.ts';

const eventTypes = ['payment.succeeded', 'payment.failed', 'payment.cancelled', 'payment.refunded'] as const;

/** What payments tells of a payment for one of our demands (decision 007). */
const paymentEvent = z.object({
  paymentId: z.string().min(1).max(100),
  demandId: z.uuid(),
  caseReference: z.uuid(),
  authority: z.string(),
  amountCents: z.number().int().positive(),
  currency: z.literal('EUR'),
  reference: z.string().max(100).nullish(),
  failureReason: z.string().max(50).nullish(),
});
type PaymentEvent = z.infer<typeof paymentEvent>;

/**
 * Takes an event of payments: a fee that is paid moves its procedure on to the authority, in the transaction that notes the event as received.
 * @throws EventRefused for one that belongs to no demand of ours
 */
export async function recordPayment(
  work: Work,
  event: { type: string; data: unknown },
  { deliver }: Pick<Parts, 'deliver'>,
  now: Date,
): Promise<void> {
  const type = eventTypes.find((each) => each === event.type);
  if (!type) throw new EventRefused(`Expected one of ${eventTypes.join(', ')}.`);
  const { data, error } = paymentEvent.safeParse(event.data);
  if (!data)
    throw new EventRefused(
      `The event's data does not fit: ${error.issues.map(({ path }) => path.join('.')).join(', ')}.`,
    );
  const procedure = await work
    .selectFrom('procedure')
    .selectAll()
    .where('demand_id', '=', data.demandId)
    .where('id', '=', data.caseReference)
    .forUpdate()
    .executeTakeFirst();
  if (!procedure) throw new EventRefused('There is no such demand.');
  if (type === 'payment.succeeded') return succeed(work, procedure, data, deliver, now);
  if (type === 'payment.refunded') return closeFeeDecision(work, data, now);
  if (procedure.state === 'AWAITING_PAYMENT')
    await writeHistory(work, procedure, { event: 'PAYMENT_FAILED', actor: 'SYSTEM', now, ...noteOf(data) });
}

const noteOf = ({ failureReason }: PaymentEvent) =>
  failureReason && /^[A-Z_]{1,50}$/.test(failureReason) ? { note: failureReason } : {};

async function succeed(
  work: Work,
  procedure: ProcedureRow,
  { paymentId, amountCents, reference }: PaymentEvent,
  deliver: Parts['deliver'],
  now: Date,
): Promise<void> {
  if (amountCents !== procedure.fee_cents) throw new EventRefused('The amount is not that of the demand.');
  if (procedure.payment_id === paymentId) return;
  if (procedure.payment_id) return openFeeDecision(work, procedure, 'PAID_TWICE', now, paymentId);
  const paid = { paid_at: now, payment_id: paymentId, payment_reference: reference ?? null };
  const submitted = await changeState(work, procedure, {
    event: 'PAY',
    actor: 'SYSTEM',
    now,
    set: { ...paid, submitted_at: now },
  });
  if (submitted) return deliver(work, procedure.id);
  // It came after the citizen withdrew or the time was over: nobody's money disappears.
  const late = await work
    .updateTable('procedure')
    .set(paid)
    .where('id', '=', procedure.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await openFeeDecision(work, late, 'PAID_AFTER_THE_END', now);
}

async function closeFeeDecision(work: Work, { paymentId }: PaymentEvent, now: Date): Promise<void> {
  await work
    .updateTable('fee_decision')
    .set({ closed_at: now })
    .where('payment_id', '=', paymentId)
    .where('closed_at', 'is', null)
    .execute();
}
