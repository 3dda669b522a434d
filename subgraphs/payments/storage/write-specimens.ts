import type { InsertObject, Kysely } from 'kysely';
import type { SeedCitizen } from '../../kit/subgraph.ts';
import type { PaymentsDatabase } from './database.ts';
import { specimenFees } from './specimen-fees.ts';
import { specimenPayments } from './specimen-payments.ts';

/** Payments of every kind for each citizen, an account for each of their vehicles, and open fees for some of those. */
export async function writeSpecimens(db: Kysely<PaymentsDatabase>, citizens: readonly SeedCitizen[]): Promise<void> {
  const payments = citizens.flatMap((citizen) => specimenPayments(citizen));
  const fees = citizens.flatMap((citizen) => specimenFees(citizen));
  const accounts = citizens.flatMap(({ sub, vehicles }) =>
    vehicles.map(({ id, authority }) => ({ vehicle_id: id, citizen: sub, authority })),
  );
  await db.transaction().execute(async (transaction) => {
    const rows = payments.map(({ payment }) => payment);
    await insertNew(transaction, 'payment', rows);
    await insertNew(
      transaction,
      'payment_line',
      payments.flatMap(({ lines }) => lines),
    );
    await insertNew(
      transaction,
      'payment_history',
      payments.flatMap(({ history }) => history),
    );
    await insertNew(transaction, 'fee_account', accounts);
    await insertNew(transaction, 'fee', fees);
  });
}

/** Writes the rows that are not there yet. */
async function insertNew<Table extends keyof PaymentsDatabase>(
  db: Kysely<PaymentsDatabase>,
  table: Table,
  rows: readonly InsertObject<PaymentsDatabase, Table>[],
): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto(table)
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
