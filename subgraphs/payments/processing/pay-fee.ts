import { demandOfFee, findFee } from '../storage/fees.ts';
import { beginPayment, type PaymentOutcome, type PaymentWish } from './create-payment.ts';
import type { Work } from './services.ts';

/** Begins to pay an open fee of the citizen's own: like a demand of another service, once for each key, and one payment at a time. */
export function payFee(work: Work, citizen: string, wish: PaymentWish & { feeId: string }): Promise<PaymentOutcome> {
  return beginPayment(work, citizen, wish, 'feeId', async () => {
    const fee = await findFee(work.db, citizen, wish.feeId);
    return fee ? demandOfFee(fee, work.services.clock()) : 'FEE_UNKNOWN';
  });
}
