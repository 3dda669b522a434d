import { ProviderError } from '../clients/payment-provider.ts';
import type { FeeDemand } from '../domain/fee-demand.ts';
import { paymentProblem, type PaymentProblem, type PaymentProblemCode } from '../domain/payment-problem.ts';
import { isKey } from '../domain/typed-text.ts';
import { findPayment, isDemanded, type PaymentRow } from '../storage/payment-rows.ts';
import { recordPayment } from '../storage/record-payment.ts';
import type { PaymentServices, Work } from './services.ts';
import { startPayment } from './start-payment.ts';

export interface PaymentWish {
  idempotencyKey: string;
  returnUrl?: string | null | undefined;
}

export interface PaymentOutcome {
  payment: PaymentRow | null;
  problems: PaymentProblem[];
}

/** Begins the payment of a fee demand: once for each key, once for each demand while one is under way. */
export function createPayment(
  work: Work,
  citizen: string,
  wish: PaymentWish & { feeDemand: string },
): Promise<PaymentOutcome> {
  return beginPayment(work, citizen, wish, 'feeDemand', () => work.services.readDemand(wish.feeDemand));
}

/**
 * Begins a payment, once its demand is known.
 * @param field of the input, for problems with the demand
 */
export async function beginPayment(
  work: Work,
  citizen: string,
  wish: PaymentWish,
  field: string,
  findDemand: () => Promise<FeeDemand | PaymentProblemCode>,
): Promise<PaymentOutcome> {
  const { db, services } = work;
  if (!isKey(wish.idempotencyKey)) return refused('IDEMPOTENCY_KEY_MALFORMED', 'idempotencyKey');
  const returnUrl = wish.returnUrl ?? services.returnUrl;
  if (!isAllowedReturn(returnUrl, services)) return refused('RETURN_URL_NOT_ALLOWED', 'returnUrl');
  const demand = await findDemand();
  if (typeof demand === 'string') return refused(demand, field);
  const wanted = { citizen, key: wish.idempotencyKey, demand, returnUrl };
  const { payment, problem } = await recordPayment(db, wanted, services.clock());
  if (payment && !problem) return started(work, payment);
  const code = problem ?? 'DEMAND_IN_PAYMENT';
  return {
    payment,
    problems: [paymentProblem(code, code === 'IDEMPOTENCY_CONFLICT' ? 'idempotencyKey' : field)],
  };
}

const refused = (code: PaymentProblem['code'], field: string): PaymentOutcome => ({
  payment: null,
  problems: [paymentProblem(code, field)],
});

/**
 * Threat: the paying page sends people, who have just been at their authority, to a page of somebody else's. Rule: only to origins that are listed.
 */
function isAllowedReturn(returnUrl: string, { returnUrl: usual, returnOrigins }: PaymentServices): boolean {
  if (returnUrl.length > 1_000 || returnUrl.includes('\0') || !URL.canParse(returnUrl)) return false;
  const { origin, protocol, username, password } = new URL(returnUrl);
  if (!/^https?:$/.test(protocol) || username || password) return false;
  return [new URL(usual).origin, ...returnOrigins].includes(origin);
}

async function started(work: Work, payment: PaymentRow): Promise<PaymentOutcome> {
  const problems: PaymentProblem[] = [];
  if (isDemanded(payment) && payment.status === 'CREATED') {
    try {
      await startPayment(work, payment);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      problems.push(paymentProblem('PROVIDER_UNAVAILABLE'));
    }
  }
  const now = payment.status === 'CREATED' ? ((await findPayment(work.db, payment.id)) ?? payment) : payment;
  if (now.status === 'ERROR' && now.transaction_id === null) problems.push(paymentProblem('PROVIDER_REFUSED'));
  return { payment: now, problems };
}
