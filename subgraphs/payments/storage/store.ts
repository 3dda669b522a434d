import type DataLoader from 'dataloader';
import type { Kysely, Selectable } from 'kysely';
import { germanDay } from '../../kit/data/calendar.ts';
import { fetchPage, type KeysetOrder, type Page, type PageRequest } from '../../kit/data/keyset.ts';
import { loadById, loadMany } from '../../kit/data/loaders.ts';
import type { PaymentStatus } from '../domain/payment-status.ts';
import type { PaymentHistoryTable, PaymentLineTable, PaymentsDatabase } from './database.ts';
import { feesIn, type FeeRow } from './fees.ts';
import type { PaymentRow } from './payment-rows.ts';
import type { RefundRow } from './refunds.ts';
import { listMandates, type SepaMandateRow } from './sepa-mandates.ts';

export type { PaymentRow };
export type PaymentLineRow = Selectable<PaymentLineTable>;
export type PaymentHistoryRow = Selectable<PaymentHistoryTable>;

export interface PaymentFilter {
  statuses?: readonly PaymentStatus[] | null;
  createdFrom?: Date | null;
  createdBefore?: Date | null;
}

export type PaymentOrder = 'CREATED_AT_ASC' | 'CREATED_AT_DESC';

/** Who looks: a citizen at their own payments, or a clerk at those to their authority. */
export interface Viewer {
  /** Sector identifier. */
  citizen?: string | undefined;
  /** AGS. */
  authority?: string | undefined;
}

/** The data of payments as one request sees it: the viewer's payments, and the fees of their own vehicles. */
export interface PaymentsStore {
  /** The day in Germany while this request is answered, YYYY-MM-DD. */
  today: string;
  /** Only the viewer's payments are found. */
  payments: DataLoader<string, PaymentRow | null>;
  /** Lines of payments that were found, by the payment's id. */
  lines: DataLoader<string, PaymentLineRow[]>;
  /** States of payments that were found, by the payment's id, first to last. */
  history: DataLoader<string, PaymentHistoryRow[]>;
  /** Refunds of payments that were found, by the payment's id, first to last. */
  refunds: DataLoader<string, RefundRow[]>;
  /** The account of a vehicle, by the vehicle's id; only the caller's own are found. */
  feeAccounts: DataLoader<string, { id: string } | null>;
  /** What the caller has to pay for a vehicle, by the vehicle's id, due soonest first. */
  openFees: DataLoader<string, FeeRow[]>;
  /** The citizen's own mandates, newest first. */
  listMandates(): Promise<SepaMandateRow[]>;
  /** The viewer's payments; nobody's for a viewer who is neither. */
  listPayments(page: PageRequest, filter: PaymentFilter, order: PaymentOrder): Promise<Page<PaymentRow>>;
}

const orders: Record<PaymentOrder, KeysetOrder> = {
  CREATED_AT_ASC: { name: 'created-asc', column: 'created_at', direction: 'asc', type: 'timestamptz' },
  CREATED_AT_DESC: { name: 'created-desc', column: 'created_at', direction: 'desc', type: 'timestamptz' },
};

/** Opens the data for one request. The clock is given from outside, since it decides what is due. */
export function openPaymentsStore(
  db: Kysely<PaymentsDatabase>,
  viewer: Viewer,
  clock: () => Date = () => new Date(),
): PaymentsStore {
  return {
    today: germanDay(clock()),
    ...openPayments(db, viewer),
    ...openFees(db, viewer.citizen ?? ''),
    listMandates: () => listMandates(db, viewer.citizen ?? ''),
    listPayments(page, filter, order) {
      let query = paymentsOf(db, viewer);
      const { statuses } = filter;
      // An empty list wants nothing; `IN ()` would be no SQL.
      if (statuses) query = query.where('status', '=', (expression) => expression.fn.any(expression.val(statuses)));
      if (filter.createdFrom) query = query.where('created_at', '>=', filter.createdFrom);
      if (filter.createdBefore) query = query.where('created_at', '<', filter.createdBefore);
      return fetchPage(query, page, orders[order]);
    },
  };
}

/** Threat: reading somebody else's payments. Rule: every way to a payment starts here, with who looks and not with what they ask for. */
function paymentsOf(db: Kysely<PaymentsDatabase>, { citizen, authority }: Viewer) {
  const query = db.selectFrom('payment').selectAll();
  return authority === undefined
    ? query.where('citizen', '=', citizen ?? '')
    : query.where('authority', '=', authority);
}

function openPayments(
  db: Kysely<PaymentsDatabase>,
  viewer: Viewer,
): Pick<PaymentsStore, 'payments' | 'lines' | 'history' | 'refunds'> {
  return {
    payments: loadById((ids) => paymentsOf(db, viewer).where('id', 'in', ids).execute()),
    refunds: loadMany(
      (ids) => db.selectFrom('refund').selectAll().where('payment_id', 'in', ids).orderBy('created_at').execute(),
      (refund) => refund.payment_id,
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
        feesIn(db)
          .where('fee.vehicle_id', 'in', ids)
          .where('fee.citizen', '=', owner)
          .where('settled_at', 'is', null)
          .orderBy('due_on')
          .orderBy('id')
          .execute(),
      (fee) => fee.vehicle_id,
    ),
  };
}
