import type { Transaction } from 'kysely';
import { v7 } from 'uuid';
import type { Entry, PostingKind } from '../domain/ledger.ts';
import type { PaymentsDatabase } from './database.ts';

export interface Posting {
  kind: PostingKind;
  authority: string;
  /** What it is about; the same kind is posted once for it. */
  subject: string;
  paymentId: string | null;
  at: Date;
  entries: readonly Entry[];
}

/**
 * Posts to the ledger in the transaction of what it records.
 * @throws where the same was posted before: whoever calls it holds the row that decides
 */
export async function postEntries(transaction: Transaction<PaymentsDatabase>, posting: Posting): Promise<void> {
  const id = v7();
  const { kind, authority, subject, paymentId, at, entries } = posting;
  await transaction
    .insertInto('ledger_transaction')
    .values({ id, kind, authority, subject, payment_id: paymentId, at })
    .execute();
  await transaction
    .insertInto('ledger_entry')
    .values(
      entries.map(({ account, cents }, index) => ({
        transaction_id: id,
        position: index + 1,
        account,
        amount_cents: cents,
      })),
    )
    .execute();
}
