import type { Generated } from 'kysely';
import type { Account, PostingKind } from '../domain/ledger.ts';

/** Entries that belong together and are at zero. */
export interface LedgerTransactionTable {
  id: string;
  /** Whose books, AGS. */
  authority: string;
  kind: PostingKind;
  /** What it is about: a payment, a refund, a line of a settlement, a difference. */
  subject: string;
  payment_id: string | null;
  at: Date;
  written_in: Generated<string>;
}

export interface LedgerEntryTable {
  transaction_id: string;
  /** From 1. */
  position: number;
  account: Account;
  /** Debit positive, credit negative. */
  amount_cents: number;
}
