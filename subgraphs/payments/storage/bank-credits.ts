import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import type { Credit } from '../clients/bank-statement.ts';
import { feeIdEnding } from '../domain/fee-reference.ts';
import { ownClient } from '../domain/fee-demand.ts';
import { isFinal } from '../domain/payment-status.ts';
import type { NamedFee } from '../domain/transfer-match.ts';
import type { BankCreditTable } from './bank-credit-tables.ts';
import type { PaymentsDatabase } from './database.ts';
import { feesIn, type FeeRow } from './fees.ts';

export type BankCreditRow = Selectable<BankCreditTable>;

/** Stores what arrived on an account; what was imported before stays. @returns how many are new */
export async function storeCredits(
  db: Kysely<PaymentsDatabase>,
  { iban, authority }: { iban: string; authority: string },
  credits: readonly Credit[],
  now: Date,
): Promise<number> {
  if (credits.length === 0) return 0;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('bank_credit')
    .values(
      credits.map(({ id, bookedOn, cents, reference }) => ({
        iban,
        id,
        authority,
        booked_on: bookedOn,
        amount_cents: cents,
        reference,
        imported_at: now,
        matched_at: null,
        payment_id: null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0);
}

/** What waits to be matched, the oldest first. */
export function waitingCredits(db: Kysely<PaymentsDatabase>): Promise<Pick<BankCreditRow, 'iban' | 'id'>[]> {
  return db
    .selectFrom('bank_credit')
    .select(['iban', 'id'])
    .where('matched_at', 'is', null)
    .orderBy('booked_on')
    .orderBy('id')
    .limit(10_000)
    .execute();
}

/** One that still waits, until the end of the transaction for nobody else to match. */
export function lockCredit(
  transaction: Transaction<PaymentsDatabase>,
  { iban, id }: Pick<BankCreditRow, 'iban' | 'id'>,
): Promise<BankCreditRow | undefined> {
  return transaction
    .selectFrom('bank_credit')
    .selectAll()
    .where('iban', '=', iban)
    .where('id', '=', id)
    .where('matched_at', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

export async function markMatched(
  transaction: Transaction<PaymentsDatabase>,
  { iban, id }: BankCreditRow,
  paymentId: string | null,
  now: Date,
): Promise<void> {
  await transaction
    .updateTable('bank_credit')
    .set({ matched_at: now, payment_id: paymentId })
    .where('iban', '=', iban)
    .where('id', '=', id)
    .execute();
}

/** The fee that a reference names, of the authority on whose account it arrived, with how far it is paid. */
export async function feeNamed(
  transaction: Transaction<PaymentsDatabase>,
  { authority, reference }: BankCreditRow,
): Promise<{ fee: FeeRow; named: NamedFee; paymentId: string | null } | null> {
  const ending = reference === null ? null : feeIdEnding(reference);
  if (ending === null) return null;
  const fee = await feesIn(transaction)
    .where(sql<boolean>`right(replace(fee.id::text, '-', ''), 20) = ${ending}`)
    .where('fee_account.authority', '=', authority)
    .forUpdate('fee')
    .executeTakeFirst();
  if (!fee) return null;
  const held = await transaction
    .selectFrom('payment')
    .select(['id', 'status'])
    .where('client', '=', ownClient)
    .where('demand_id', '=', fee.id)
    .where(sql<boolean>`status NOT IN ('FAILED', 'CANCELLED') AND NOT (status = 'ERROR' AND transaction_id IS NULL)`)
    .executeTakeFirst();
  const onlinePayment = !held || held.status === 'SUCCESS' ? null : isFinal(held.status) ? 'BROKEN' : 'UNDER_WAY';
  const isSettled = fee.settled_at !== null || held?.status === 'SUCCESS';
  const paymentId = held?.id ?? fee.payment_id;
  return { fee, named: { cents: fee.amount_cents, isSettled, onlinePayment }, paymentId };
}

/** Calls a payment off that is under way: the provider is asked at once, and what it has taken by then stays paid. */
export async function callOff(transaction: Transaction<PaymentsDatabase>, paymentId: string, now: Date): Promise<void> {
  await transaction
    .updateTable('payment')
    .set(({ fn, val }) => ({ ending: fn.coalesce('ending', val('CANCEL_BY_AGENCY' as const)), ask_at: now }))
    .where('id', '=', paymentId)
    .where('ask_at', 'is not', null)
    .execute();
}
