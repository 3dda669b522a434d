import { sql, type Kysely } from 'kysely';

/** SEPA mandates for the vehicle tax. Account number and holder are stored encrypted only; the last four digits serve to show it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE sepa_mandate (
      id uuid PRIMARY KEY,
      citizen text NOT NULL CHECK (citizen <> ''),
      reference text NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 35),
      key_id text NOT NULL,
      sealed bytea NOT NULL,
      masked_iban text NOT NULL,
      request_key text NOT NULL CHECK (length(request_key) BETWEEN 1 AND 128),
      fingerprint bytea NOT NULL,
      signed_at timestamptz(3) NOT NULL,
      revoked_at timestamptz(3),
      UNIQUE (citizen, request_key)
    )`.execute(db);
  await sql`CREATE INDEX sepa_mandate_of_citizen ON sepa_mandate (citizen, signed_at)`.execute(db);
}
