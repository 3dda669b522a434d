import type { Kysely, Selectable, Transaction } from 'kysely';
import { validate } from 'uuid';
import { ownClient, type FeeDemand } from '../domain/fee-demand.ts';
import type { FeeTable, PaymentsDatabase } from './database.ts';

/** A fee, with the authority that asks for it. */
export type FeeRow = Selectable<FeeTable> & { authority: string };

/** All fees, each with the authority of its account. */
export const feesIn = (db: Kysely<PaymentsDatabase>) =>
  db
    .selectFrom('fee')
    .innerJoin('fee_account', (join) =>
      join.onRef('fee_account.vehicle_id', '=', 'fee.vehicle_id').onRef('fee_account.citizen', '=', 'fee.citizen'),
    )
    .selectAll('fee')
    .select('fee_account.authority');

/**
 * A fee that this citizen has to pay, or has paid here: whoever asks twice gets the payment again. One that was settled in another way is like one that does
 * not exist.
 */
export async function findFee(db: Kysely<PaymentsDatabase>, citizen: string, id: string): Promise<FeeRow | undefined> {
  if (!validate(id)) return undefined;
  return feesIn(db)
    .leftJoin('payment', 'payment.id', 'fee.payment_id')
    .where('fee.id', '=', id)
    .where('fee.citizen', '=', citizen)
    .where(({ eb, or }) => or([eb('fee.settled_at', 'is', null), eb('payment.demand_id', '=', id)]))
    .executeTakeFirst();
}

const demandLifeMs = 3_600_000;

/** The demand of a fee: always the same, so that it has one payment that lives, however it is paid. */
export function demandOfFee(fee: FeeRow, now: Date): FeeDemand {
  const { id, authority, number, amount_cents: cents } = fee;
  const text = { de: fee.text_de, en: fee.text_en };
  return {
    client: ownClient,
    id,
    caseReference: id,
    authority,
    purpose: text,
    lines: [{ number, text, cents }],
    cents,
    expiresAt: new Date(now.getTime() + demandLifeMs),
  };
}

/** The fee is paid. A fee has one payment that succeeds, since its demand has: the index `one_payment_of_demand` sees to that. */
export async function settleFee(
  transaction: Transaction<PaymentsDatabase>,
  feeId: string,
  paymentId: string,
  at: Date,
): Promise<void> {
  await transaction
    .updateTable('fee')
    .set({ settled_at: at, payment_id: paymentId })
    .where('id', '=', feeId)
    .where('settled_at', 'is', null)
    .execute();
}
