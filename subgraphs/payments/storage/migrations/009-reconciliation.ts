import { sql, type Kysely } from 'kysely';

/** What the provider's settlement files said, and where it is not what is known here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE settlement_line (
      authority text NOT NULL,
      line_id text NOT NULL CHECK (length(line_id) BETWEEN 1 AND 200),
      day date NOT NULL,
      transaction_id text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('PAYMENT', 'REFUND')),
      refund_id text,
      amount_cents integer NOT NULL CHECK (amount_cents <> 0),
      booked_at timestamptz(3) NOT NULL,
      PRIMARY KEY (authority, line_id)
    )`.execute(db);
  await sql`CREATE INDEX settlement_line_of_transaction ON settlement_line (authority, transaction_id)`.execute(db);
  await sql`
    CREATE TABLE reconciliation (
      authority text NOT NULL,
      day date NOT NULL,
      ran_at timestamptz(3) NOT NULL,
      lines integer NOT NULL,
      ours_cents bigint NOT NULL,
      theirs_cents bigint NOT NULL,
      PRIMARY KEY (authority, day)
    )`.execute(db);
  await sql`
    CREATE TABLE difference (
      id uuid PRIMARY KEY,
      authority text NOT NULL,
      day date NOT NULL,
      kind text NOT NULL CHECK (kind IN ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT_DIFFERS', 'DUPLICATE')),
      -- The transaction at the provider, or the refund where it is about one, or the line of the file.
      subject text NOT NULL,
      payment_id uuid REFERENCES payment,
      ours_cents bigint,
      theirs_cents bigint,
      found_at timestamptz(3) NOT NULL,
      resolution text CHECK (resolution IN ('STATUS_ASKED', 'SETTLED_LATER', 'GIVEN_BACK', 'RECEIVED', 'WRITTEN_OFF')),
      note text,
      resolved_by text,
      resolved_at timestamptz(3),
      UNIQUE (authority, kind, subject),
      CONSTRAINT resolved_with_a_resolution CHECK ((resolution IS NULL) = (resolved_at IS NULL))
    )`.execute(db);
  await sql`CREATE INDEX difference_of_day ON difference (authority, day)`.execute(db);
}
