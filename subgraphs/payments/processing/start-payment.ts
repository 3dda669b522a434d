import { ProviderError, type ProviderRequest, type ProviderTransaction } from '../clients/payment-provider.ts';
import { afterEvent } from '../domain/payment-status.ts';
import { changePayment } from '../storage/change-payment.ts';
import { linesOf, type DemandedPayment } from '../storage/payment-rows.ts';
import type { Work } from './services.ts';

const underWay = new WeakMap<object, Map<string, Promise<void>>>();

/**
 * Gets the payment a transaction at the provider, unless it has one. Nothing of the database is held while the provider answers; a process that ends in between
 * leaves a payment without a transaction, which the next one gets, since the provider knows it by the payment's id.
 * @throws ProviderError `UNAVAILABLE`; a payment that the provider refuses is broken, and no error
 */
export function startPayment(work: Work, payment: DemandedPayment): Promise<void> {
  if (payment.transaction_id !== null) return Promise.resolve();
  const { services } = work;
  const running = underWay.get(services) ?? new Map<string, Promise<void>>();
  underWay.set(services, running);
  // Many who ask for the same payment at once are one for the provider.
  const started = running.get(payment.id) ?? start(work, payment).finally(() => running.delete(payment.id));
  running.set(payment.id, started);
  return started;
}

async function start({ db, services }: Work, payment: DemandedPayment): Promise<void> {
  const lines = await linesOf(db, payment.id);
  try {
    const transaction = await services.provider.create(requestFor(payment, lines));
    await changePayment(db, payment.id, services.clock(), (current) => {
      if (current.transaction_id !== null) return null;
      return { states: started(current, transaction), transaction: known(transaction) };
    });
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== 'REFUSED') throw error;
    await changePayment(db, payment.id, services.clock(), (current) => {
      const broken = current.transaction_id === null && afterEvent(stateOf(current), 'BREAK_DOWN');
      return broken ? { states: [broken] } : null;
    });
  }
}

const known = ({ transactionId, payUrl }: ProviderTransaction) => ({ id: transactionId, payUrl });

/** The state of a payment as its row has it. */
export function stateOf({ status, failure_reason: failureReason }: DemandedPayment) {
  return status === 'FAILED' && failureReason !== null
    ? { status, failureReason }
    : { status: status === 'FAILED' ? ('ERROR' as const) : status, failureReason: null };
}

/** A payment with another amount than was asked for is not handed to the citizen; asking about it breaks it. */
function started(payment: DemandedPayment, { cents }: ProviderTransaction) {
  const next = cents === payment.amount_cents ? afterEvent(stateOf(payment), 'START') : null;
  return next ? [next] : [];
}

function requestFor(
  payment: DemandedPayment,
  lines: readonly { number: string | null; text_de: string; amount_cents: number }[],
): ProviderRequest {
  return {
    requestId: payment.id,
    authority: payment.authority,
    cents: payment.amount_cents,
    purpose: payment.purpose_de,
    description: payment.purpose_de,
    returnUrl: payment.return_url,
    lines: lines.map((line) => ({ number: line.number, text: line.text_de, cents: line.amount_cents })),
  };
}
