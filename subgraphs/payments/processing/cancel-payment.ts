import { ProviderError } from '../clients/payment-provider.ts';
import { paymentProblem } from '../domain/payment-problem.ts';
import { afterEvent, isFinal } from '../domain/payment-status.ts';
import { findPayment, isDemanded } from '../storage/payment-rows.ts';
import type { PaymentOutcome } from './create-payment.ts';
import { followPayment, resolveToEnd } from './follow-payment.ts';
import type { Work } from './services.ts';
import { stateOf } from './start-payment.ts';

/** Who calls a payment off: the citizen their own, a clerk one to their authority. */
export type Canceller = { citizen: string } | { authority: string };

/** Calls a payment off that is not paid yet. The provider decides: money that was taken by then stays taken, and the answer says so. */
export async function cancelPayment(work: Work, id: string, by: Canceller): Promise<PaymentOutcome> {
  const payment = await findPayment(work.db, id);
  const isTheirs = payment && ('citizen' in by ? payment.citizen === by.citizen : payment.authority === by.authority);
  if (!isTheirs || !isDemanded(payment)) return { payment: null, problems: [paymentProblem('NOT_FOUND', 'id')] };
  const ending = 'citizen' in by ? 'CANCEL_BY_CITIZEN' : 'CANCEL_BY_AGENCY';
  if (!afterEvent(stateOf(payment), ending)) return { payment, problems: [paymentProblem('NOT_CANCELLABLE', 'id')] };
  await resolveToEnd(work, id, ending);
  try {
    await followPayment(work, id);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
  }
  const now = (await findPayment(work.db, id)) ?? payment;
  if (now.status === 'SUCCESS') return { payment: now, problems: [paymentProblem('ALREADY_PAID', 'id')] };
  return { payment: now, problems: isFinal(now.status) ? [] : [paymentProblem('PROVIDER_UNAVAILABLE')] };
}
