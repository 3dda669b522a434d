import { randomUUID } from 'node:crypto';
import type { Insertable, Kysely } from 'kysely';
import { connectDatabase } from '../../../platform/database/connect.ts';
import type {
  FeeTable,
  PaymentHistoryTable,
  PaymentLineTable,
  PaymentsDatabase,
  PaymentTable,
} from '../../../subgraphs/payments/storage/database.ts';

/** The service's database, as the service itself sees it. */
export function openPaymentsDatabase(url: string): Kysely<PaymentsDatabase> {
  return connectDatabase({ url, schema: 'payments', applicationName: 'test' });
}

export interface PaymentRows {
  payment: Insertable<PaymentTable>;
  lines: Insertable<PaymentLineTable>[];
  history: Insertable<PaymentHistoryTable>[];
}

/** A payment of 15.90 EUR that has just been created, with two lines; what a test is about is changed. */
export function paymentRows(changed: Partial<Insertable<PaymentTable>> = {}): PaymentRows {
  const id = changed.id ?? randomUUID();
  const createdAt = new Date('2026-02-01T10:00:00Z');
  const line = { payment_id: id, text_de: 'Außerbetriebsetzung', text_en: 'De-registration' };
  const payment: Insertable<PaymentTable> = {
    id,
    citizen: 'sector-somebody',
    authority: '14713000',
    purpose_de: 'Außerbetriebsetzung',
    purpose_en: 'De-registration',
    amount_cents: 1_590,
    status: 'CREATED',
    failure_reason: null,
    created_at: createdAt,
    paid_at: null,
    ...changed,
  };
  return {
    payment,
    lines: [
      { ...line, position: 1, number: '224.2', amount_cents: 570 },
      { ...line, position: 2, number: null, text_de: 'Zuschlag', text_en: null, amount_cents: 1_020 },
    ],
    history: [{ payment_id: id, position: 1, status: payment.status, at: payment.created_at }],
  };
}

/** Writes payments with what belongs to them in one transaction, payments first. */
export async function writePayments(db: Kysely<PaymentsDatabase>, payments: readonly PaymentRows[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const { payment, lines, history } of payments) {
      await transaction.insertInto('payment').values(payment).execute();
      if (lines.length > 0) await transaction.insertInto('payment_line').values(lines).execute();
      if (history.length > 0) await transaction.insertInto('payment_history').values(history).execute();
    }
  });
}

/** An open fee of 10.20 EUR. */
export function feeRow(vehicleId: string, citizen: string, dueOn: string): Insertable<FeeTable> {
  return {
    id: randomUUID(),
    vehicle_id: vehicleId,
    citizen,
    number: '225',
    text_de: 'Änderung der Fahrzeugpapiere',
    text_en: 'Change of vehicle papers',
    amount_cents: 1_020,
    due_on: dueOn,
    settled_at: null,
    payment_id: null,
  };
}
