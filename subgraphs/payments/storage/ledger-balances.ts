import type { Kysely } from 'kysely';
import type { Account } from '../domain/ledger.ts';
import type { PaymentsDatabase } from './database.ts';

/** What is in each account of an authority; together they are zero. */
export async function ledgerBalances(
  db: Kysely<PaymentsDatabase>,
  authority: string,
): Promise<{ account: Account; cents: number }[]> {
  return db
    .selectFrom('ledger_entry')
    .innerJoin('ledger_transaction', 'ledger_transaction.id', 'ledger_entry.transaction_id')
    .select(({ fn }) => ['account', fn.sum<string>('amount_cents').as('cents')])
    .where('authority', '=', authority)
    .groupBy('account')
    .orderBy('account')
    .execute()
    .then((rows) => rows.map(({ account, cents }) => ({ account, cents: Number(cents) })));
}
