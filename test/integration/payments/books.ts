import type { Kysely } from 'kysely';
import type { PaymentsDatabase } from '../../../subgraphs/payments/storage/database.ts';

/** What stands in each account of an authority; accounts at zero are left out. */
export async function booksOf(db: Kysely<PaymentsDatabase>, authority = '14713000'): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('ledger_entry')
    .innerJoin('ledger_transaction', 'ledger_transaction.id', 'ledger_entry.transaction_id')
    .select(({ fn }) => ['account', fn.sum<string>('amount_cents').as('cents')])
    .where('authority', '=', authority)
    .groupBy('account')
    .execute();
  return Object.fromEntries(
    rows.map(({ account, cents }) => [account, Number(cents)]).filter(([, cents]) => cents !== 0),
  );
}

/** Sum of all books, and of each ledger transaction that is not zero. */
export async function imbalance(db: Kysely<PaymentsDatabase>): Promise<number[]> {
  const rows = await db
    .selectFrom('ledger_entry')
    .select(({ fn }) => fn.sum<string>('amount_cents').as('cents'))
    .groupBy('transaction_id')
    .having(({ fn }) => fn.sum('amount_cents'), '<>', 0)
    .execute();
  return rows.map(({ cents }) => Number(cents));
}
