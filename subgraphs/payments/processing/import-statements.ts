import type { Kysely } from 'kysely';
import { readBankStatements, StatementError } from '../clients/bank-statement.ts';
import type { Payee } from '../domain/payee.ts';
import { storeCredits } from '../storage/bank-credits.ts';
import type { PaymentsDatabase } from '../storage/database.ts';
import { matchTransfers, type Matching } from './match-transfers.ts';

export interface ImportOptions {
  payees: readonly Payee[];
  /** Accounts from which the payment provider pays out: what comes from there its settlement files have told. */
  providerAccounts: readonly string[];
  now: Date;
}

export interface Imported extends Matching {
  /** Credits in the file that were not imported before. */
  fresh: number;
}

/**
 * Imports a bank's statements (camt.053) and matches the transfers in them with open fees. The same file again changes nothing.
 * @throws StatementError for what is no statement, or that of an account which is nobody's here
 */
export async function importStatements(
  db: Kysely<PaymentsDatabase>,
  text: string,
  { payees, providerAccounts, now }: ImportOptions,
): Promise<Imported> {
  const statements = readBankStatements(text).map(({ iban, credits }) => {
    const payee = payees.find((each) => each.iban === iban);
    if (!payee) throw new StatementError('Expected statements of accounts that stand in PAYEES, but this is another.');
    const { authority } = payee;
    return {
      iban,
      authority,
      credits: credits.filter(({ from }) => from === null || !providerAccounts.includes(from)),
    };
  });
  const counts = await db.transaction().execute(async (transaction) => {
    const stored = [];
    for (const { credits, ...account } of statements)
      stored.push(await storeCredits(transaction, account, credits, now));
    return stored;
  });
  return { fresh: counts.reduce((sum, count) => sum + count, 0), ...(await matchTransfers(db, now)) };
}
