import { ProviderError } from '../clients/payment-provider.ts';
import { paymentProblem, type PaymentProblem } from '../domain/payment-problem.ts';
import { isKey, isText } from '../domain/typed-text.ts';
import { finishRefund, findRefund, recordRefund, type RefundRow, type WantedRefund } from '../storage/refunds.ts';
import { findPayment, isDemanded } from '../storage/payment-rows.ts';
import type { Work } from './services.ts';

export interface RefundOutcome {
  refund: RefundRow | null;
  problems: PaymentProblem[];
}

/** Gives back a payment or a part of it: once for each key, and never more than was paid. */
export async function refundPayment(work: Work, authority: string, wanted: WantedRefund): Promise<RefundOutcome> {
  const { db, services } = work;
  const refuse = (code: PaymentProblem['code'], field: string) => ({
    refund: null,
    problems: [paymentProblem(code, field)],
  });
  if (!isKey(wanted.key)) return refuse('IDEMPOTENCY_KEY_MALFORMED', 'idempotencyKey');
  if (!isText(wanted.reason, 500)) return refuse('REASON_MISSING', 'reason');
  if (wanted.cents < 1) return refuse('REFUND_TOO_HIGH', 'amountCents');
  const payment = await findPayment(db, wanted.paymentId);
  if (payment?.authority !== authority) return refuse('NOT_FOUND', 'paymentId');
  if (payment.status === 'SUCCESS' && isDemanded(payment) && payment.transaction_id === null)
    return refuse('PAID_BY_TRANSFER', 'paymentId');
  if (payment.status !== 'SUCCESS' || payment.transaction_id === null) return refuse('NOT_PAID', 'paymentId');
  const recorded = await recordRefund(db, authority, wanted, services.clock());
  if (typeof recorded === 'string')
    return refuse(recorded, recorded === 'REFUND_TOO_HIGH' ? 'amountCents' : 'idempotencyKey');
  try {
    await followRefund(work, recorded.id);
    return { refund: (await findRefund(db, recorded.id)) ?? recorded, problems: [] };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { refund: recorded, problems: [paymentProblem('PROVIDER_UNAVAILABLE')] };
  }
}

/**
 * Tells the provider of a refund, or asks how it stands: both are the same call.
 * @throws ProviderError `UNAVAILABLE`; one that the provider refuses has failed, and no error
 */
export async function followRefund({ db, services }: Work, id: string): Promise<void> {
  const refund = await findRefund(db, id);
  if (refund?.status !== 'SUBMITTED') return;
  const payment = await findPayment(db, refund.payment_id);
  if (!payment || payment.transaction_id === null) return;
  const { authority, transaction_id: transactionId } = payment;
  const status = await services.provider
    .refund(authority, { refundId: id, transactionId, cents: refund.amount_cents })
    .catch((error: unknown) => {
      if (error instanceof ProviderError && error.kind === 'REFUSED') return 'ERROR' as const;
      throw error;
    });
  if (status !== 'SUBMITTED') await finishRefund(db, id, status, services.clock());
}
