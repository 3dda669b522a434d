import { afterEvent, isFinal } from '../domain/payment-status.ts';
import { statesTowards, type Ending } from '../domain/provider-status.ts';
import { ProviderError, type ProviderTransaction } from '../clients/payment-provider.ts';
import { changePayment } from '../storage/change-payment.ts';
import { findPayment, isDemanded, type DemandedPayment } from '../storage/payment-rows.ts';
import type { Work } from './services.ts';
import { startPayment, stateOf } from './start-payment.ts';

/**
 * Asks the provider how a payment stands and brings it there. One that is to be ended, or whose time is over, is cancelled at the provider first: what the
 * provider says then counts, so that nobody's money is taken for a payment that is called expired.
 * @throws ProviderError
 */
export async function followPayment(work: Work, id: string): Promise<void> {
  const { db, services } = work;
  let payment = await findLive(work, id);
  if (payment?.transaction_id === null) {
    await startPayment(work, payment);
    payment = await findLive(work, id);
  }
  if (!payment || payment.transaction_id === null) return;
  const { authority, transaction_id: transactionId } = payment;
  const ending =
    payment.ending ?? (payment.expires_at <= services.clock() ? await resolveToEnd(work, id, 'EXPIRE') : null);
  const asked =
    ending === null
      ? services.provider.status(authority, transactionId)
      : services.provider.cancel(authority, transactionId);
  try {
    await take(db, id, services.clock(), await asked);
  } catch (error) {
    if (!isGivenUp(error, payment, services.clock())) throw error;
    await breakDown(db, id, services.clock());
  }
}

/** So long after its end a payment is asked about that the provider refuses to know, milliseconds. */
const patienceMs = 24 * 3_600_000;

/** A provider that knows nothing of its own transaction may be badly configured, for a while. */
function isGivenUp(error: unknown, { expires_at: end }: DemandedPayment, now: Date): boolean {
  return error instanceof ProviderError && error.kind === 'REFUSED' && now.getTime() - end.getTime() > patienceMs;
}

async function breakDown(db: Work['db'], id: string, now: Date): Promise<void> {
  await changePayment(db, id, now, (payment) => {
    const broken = afterEvent(stateOf(payment), 'BREAK_DOWN');
    return broken && { states: [broken] };
  });
}

async function findLive({ db }: Work, id: string): Promise<DemandedPayment | null> {
  const payment = await findPayment(db, id);
  return isDemanded(payment) && !isFinal(payment.status) ? payment : null;
}

/**
 * Notes that a payment is to be ended, before the provider hears of it: whatever is killed in between, it goes on from there.
 * The first reason stays. @returns it
 */
export async function resolveToEnd({ db }: Work, id: string, ending: Ending): Promise<Ending> {
  const noted = await db
    .updateTable('payment')
    .set(({ fn, val }) => ({ ending: fn.coalesce('ending', val(ending)) }))
    .where('id', '=', id)
    .returning('ending')
    .executeTakeFirst();
  return noted?.ending ?? ending;
}

async function take(db: Work['db'], id: string, now: Date, transaction: ProviderTransaction): Promise<void> {
  await changePayment(db, id, now, (payment) => {
    const { amount_cents: cents, ending } = payment;
    const states = statesTowards(stateOf(payment), transaction, { cents, ending });
    return states.length > 0 ? { states, reference: transaction.reference } : null;
  });
}
