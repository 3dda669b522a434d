import type { Kysely, Selectable, Transaction } from 'kysely';
import { validate } from 'uuid';
import type { PaymentsDatabase, PaymentTable } from './database.ts';

export type PaymentRow = Selectable<PaymentTable>;

/** A payment that a demand asked for: all that the provider needs is there. */
export type DemandedPayment = PaymentRow & {
  client: string;
  demand_id: string;
  case_reference: string;
  return_url: string;
  expires_at: Date;
};

/** The payments written as specimen data have no demand behind them, so nothing happens to them any more. */
export function isDemanded(row: PaymentRow | undefined): row is DemandedPayment {
  return row !== undefined && row.client !== null;
}

/** The payment with this id, whosever it is; what is no UUID names none. */
export async function findPayment(db: Kysely<PaymentsDatabase>, id: string): Promise<PaymentRow | undefined> {
  if (!validate(id)) return undefined;
  return db.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The payment, until the end of the transaction for nobody else to change. */
export async function lockPayment(
  transaction: Transaction<PaymentsDatabase>,
  id: string,
): Promise<DemandedPayment | null> {
  const row = await transaction.selectFrom('payment').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return isDemanded(row) ? row : null;
}

/** Lines of a payment, in their order. */
export function linesOf(db: Kysely<PaymentsDatabase>, id: string) {
  return db.selectFrom('payment_line').selectAll().where('payment_id', '=', id).orderBy('position').execute();
}
