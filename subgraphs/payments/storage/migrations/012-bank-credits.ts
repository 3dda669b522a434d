import { sql, type Kysely } from 'kysely';

/** Transfers that arrived at the bank, each known once by account and entry; and too little as one more thing that a clerk looks at. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE bank_credit (
      iban text NOT NULL,
      id text NOT NULL CHECK (length(id) BETWEEN 1 AND 150),
      authority text NOT NULL,
      booked_on date NOT NULL,
      amount_cents integer NOT NULL CHECK (amount_cents > 0),
      reference text,
      imported_at timestamptz(3) NOT NULL,
      matched_at timestamptz(3),
      payment_id uuid REFERENCES payment,
      PRIMARY KEY (iban, id),
      CONSTRAINT paid_is_matched CHECK (payment_id IS NULL OR matched_at IS NOT NULL)
    )`.execute(db);
  await sql`CREATE INDEX bank_credit_waiting ON bank_credit (booked_on) WHERE matched_at IS NULL`.execute(db);
  // The end of a fee's id stands in its reference.
  await sql`CREATE INDEX fee_by_reference ON fee (right(replace(id::text, '-', ''), 20))`.execute(db);
  await sql`
    ALTER TABLE difference DROP CONSTRAINT difference_kind_check,
      ADD CONSTRAINT difference_kind_check CHECK
        (kind IN ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT_DIFFERS', 'DUPLICATE', 'UNDERPAID'))`.execute(db);
  await sql`CREATE INDEX difference_open ON difference (authority, found_at) WHERE resolution IS NULL`.execute(db);
}
