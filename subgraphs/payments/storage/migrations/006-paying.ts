import { sql, type Kysely } from 'kysely';

/**
 * Paying a fee demand through a provider. A demand has at most one payment that is under way or succeeded; one that came to nothing, or that the provider never
 * took, leaves it free for another.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE payment
      ADD COLUMN client text CHECK (client <> ''),
      ADD COLUMN demand_id text CHECK (demand_id <> ''),
      ADD COLUMN case_reference text CHECK (case_reference <> ''),
      ADD COLUMN return_url text,
      ADD COLUMN expires_at timestamptz(3),
      ADD COLUMN transaction_id text UNIQUE CHECK (length(transaction_id) BETWEEN 1 AND 44),
      ADD COLUMN pay_url text,
      ADD COLUMN reference text,
      ADD COLUMN ending text CHECK (ending IN ('EXPIRE', 'CANCEL_BY_CITIZEN', 'CANCEL_BY_AGENCY')),
      ADD COLUMN ask_at timestamptz(3),
      ADD COLUMN asked smallint NOT NULL DEFAULT 0,
      ADD CONSTRAINT demanded_by_a_client CHECK (
        (client IS NULL) = (demand_id IS NULL) AND (client IS NULL) = (case_reference IS NULL)
        AND (client IS NULL) = (expires_at IS NULL) AND (client IS NULL) = (return_url IS NULL)),
      ADD CONSTRAINT transaction_has_page CHECK ((transaction_id IS NULL) = (pay_url IS NULL))`.execute(db);
  await sql`
    CREATE UNIQUE INDEX one_payment_of_demand ON payment (client, demand_id)
      WHERE status NOT IN ('FAILED', 'CANCELLED') AND NOT (status = 'ERROR' AND transaction_id IS NULL)`.execute(db);
  await sql`CREATE INDEX payment_to_ask_about ON payment (ask_at) WHERE ask_at IS NOT NULL`.execute(db);
  await sql`CREATE INDEX payment_of_authority ON payment (authority, created_at, id)`.execute(db);
  await sql`
    CREATE TABLE payment_request (
      citizen text NOT NULL CHECK (citizen <> ''),
      key text NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
      fingerprint bytea NOT NULL,
      -- The key is taken first, so that whoever comes second waits for it.
      payment_id uuid NOT NULL REFERENCES payment ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
      created_at timestamptz(3) NOT NULL,
      PRIMARY KEY (citizen, key)
    )`.execute(db);
  await sql`CREATE INDEX payment_request_by_age ON payment_request (created_at)`.execute(db);
  await sql`
    CREATE TABLE provider_callback (
      id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 200),
      received_at timestamptz(3) NOT NULL
    )`.execute(db);
  await sql`CREATE INDEX provider_callback_by_age ON provider_callback (received_at)`.execute(db);
}
