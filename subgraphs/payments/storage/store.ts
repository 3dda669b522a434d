import type DataLoader from 'dataloader';
import type { Kysely, Selectable } from 'kysely';
import type { Caller } from '../../kit/caller/caller.ts';
import { germanDay } from '../../kit/data/calendar.ts';
import { fetchPage, type KeysetOrder, type Page, type PageRequest } from '../../kit/data/keyset.ts';
import { loadById, loadMany } from '../../kit/data/loaders.ts';
import type { PaymentStatus } from '../domain/payment-status.ts';
import type { FeeTable, PaymentHistoryTable, PaymentLineTable, PaymentsDatabase, PaymentTable } from './database.ts';

export type PaymentRow = Selectable<PaymentTable>;
export type PaymentLineRow = Selectable<PaymentLineTable>;
export type PaymentHistoryRow = Selectable<PaymentHistoryTable>;
export type FeeRow = Selectable<FeeTable>;

export interface PaymentFilter {
  statuses?: readonly PaymentStatus[] | null;
  createdFrom?: Date | null;
  createdBefore?: Date | null;
}

export type PaymentOrder = 'CREATED_AT_ASC' | 'CREATED_AT_DESC';

/** The data of payments as one request sees it: the caller's own payments, and the fees of their own vehicles. */
export interface PaymentsStore {
  /** The day in Germany while this request is answered, YYYY-MM-DD. */
  today: string;
  /** Only the caller's own payments are found. */
  payments: DataLoader<string, PaymentRow | null>;
  /** Lines of payments that were found, by the payment's id. */
  lines: DataLoader<string, PaymentLineRow[]>;
  /** States of payments that were found, by the payment's id, first to last. */
  history: DataLoader<string, PaymentHistoryRow[]>;
  /** The account of a vehicle, by the vehicle's id; only the caller's own are found. */
  feeAccounts: DataLoader<string, { id: string } | null>;
  /** What the caller has to pay for a vehicle, by the vehicle's id, due soonest first. */
  openFees: DataLoader<string, FeeRow[]>;
  listPayments(
    citizen: string,
    page: PageRequest,
    filter: PaymentFilter,
    order: PaymentOrder,
  ): Promise<Page<PaymentRow>>;
}

const orders: Record<PaymentOrder, KeysetOrder> = {
  CREATED_AT_ASC: { name: 'created-asc', column: 'created_at', direction: 'asc', type: 'timestamptz' },
  CREATED_AT_DESC: { name: 'created-desc', column: 'created_at', direction: 'desc', type: 'timestamptz' },
};

/** Opens the data for one request. The clock is given from outside, since it decides what is due. */
export function openPaymentsStore(
  db: Kysely<PaymentsDatabase>,
  { citizen }: Caller,
  clock: () => Date = () => new Date(),
): PaymentsStore {
  const owner = citizen?.sub ?? '';
  return {
    today: germanDay(clock()),
    ...openPayments(db, owner),
    ...openFees(db, owner),
    listPayments(citizen, page, filter, order) {
      let query = db.selectFrom('payment').selectAll().where('citizen', '=', citizen);
      const { statuses } = filter;
      // An empty list wants nothing; `IN ()` would be no SQL.
      if (statuses) query = query.where('status', '=', (expression) => expression.fn.any(expression.val(statuses)));
      if (filter.createdFrom) query = query.where('created_at', '>=', filter.createdFrom);
      if (filter.createdBefore) query = query.where('created_at', '<', filter.createdBefore);
      return fetchPage(query, page, orders[order]);
    },
  };
}

function openPayments(
  db: Kysely<PaymentsDatabase>,
  owner: string,
): Pick<PaymentsStore, 'payments' | 'lines' | 'history'> {
  return {
    payments: loadById((ids) =>
      db.selectFrom('payment').selectAll().where('id', 'in', ids).where('citizen', '=', owner).execute(),
    ),
    lines: loadMany(
      (ids) => db.selectFrom('payment_line').selectAll().where('payment_id', 'in', ids).orderBy('position').execute(),
      (line) => line.payment_id,
    ),
    history: loadMany(
      (ids) =>
        db.selectFrom('payment_history').selectAll().where('payment_id', 'in', ids).orderBy('position').execute(),
      (entry) => entry.payment_id,
    ),
  };
}

function openFees(db: Kysely<PaymentsDatabase>, owner: string): Pick<PaymentsStore, 'feeAccounts' | 'openFees'> {
  return {
    feeAccounts: loadById((ids) =>
      db
        .selectFrom('fee_account')
        .select('vehicle_id as id')
        .where('vehicle_id', 'in', ids)
        .where('citizen', '=', owner)
        .execute(),
    ),
    openFees: loadMany(
      (ids) =>
        db
          .selectFrom('fee')
          .selectAll()
          .where('vehicle_id', 'in', ids)
          .where('citizen', '=', owner)
          .where('settled_at', 'is', null)
          .orderBy('due_on')
          .orderBy('id')
          .execute(),
      (fee) => fee.vehicle_id,
    ),
  };
}
