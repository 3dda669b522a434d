/** Money that arrived on an authority's account by transfer. Who sent it is not kept. */
export interface BankCreditTable {
  iban: string;
  /** Names the entry on this account. */
  id: string;
  authority: string;
  booked_on: string;
  amount_cents: number;
  reference: string | null;
  imported_at: Date;
  /** When it was matched, or handed to a clerk; absent while it waits. */
  matched_at: Date | null;
  /** The payment that it is. */
  payment_id: string | null;
}
