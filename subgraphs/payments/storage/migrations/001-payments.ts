import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE payment (
      id uuid PRIMARY KEY,
      citizen text NOT NULL CHECK (citizen <> ''),
      authority text NOT NULL CHECK (authority ~ '^([0-9]{2}|[0-9]{5}|[0-9]{8})$'),
      purpose_de text NOT NULL,
      purpose_en text,
      amount_cents integer NOT NULL CHECK (amount_cents BETWEEN 0 AND 99999900),
      status text NOT NULL CHECK (status IN ('CREATED', 'STARTED', 'SUBMITTED', 'CAPTURABLE', 'SUCCESS', 'FAILED', 'CANCELLED', 'ERROR')),
      failure_reason text CHECK (failure_reason IN ('DECLINED', 'EXPIRED', 'CANCELLED_BY_CITIZEN')),
      created_at timestamptz(3) NOT NULL,
      paid_at timestamptz(3),
      CONSTRAINT failure_has_reason CHECK ((status = 'FAILED') = (failure_reason IS NOT NULL)),
      CONSTRAINT success_is_paid CHECK ((status = 'SUCCESS') = (paid_at IS NOT NULL)),
      CONSTRAINT paid_after_created CHECK (paid_at >= created_at)
    )`.execute(db);
  await sql`CREATE INDEX payment_of_citizen ON payment (citizen, created_at, id)`.execute(db);
  await sql`
    CREATE TABLE payment_line (
      payment_id uuid NOT NULL REFERENCES payment ON DELETE CASCADE,
      position smallint NOT NULL CHECK (position >= 1),
      number text CHECK (number <> ''),
      text_de text NOT NULL,
      text_en text,
      amount_cents integer NOT NULL CHECK (amount_cents >= 0),
      PRIMARY KEY (payment_id, position)
    )`.execute(db);
  await sql`
    CREATE TABLE payment_history (
      payment_id uuid NOT NULL REFERENCES payment ON DELETE CASCADE,
      position smallint NOT NULL CHECK (position >= 1),
      status text NOT NULL CHECK (status IN ('CREATED', 'STARTED', 'SUBMITTED', 'CAPTURABLE', 'SUCCESS', 'FAILED', 'CANCELLED', 'ERROR')),
      at timestamptz(3) NOT NULL,
      PRIMARY KEY (payment_id, position)
    )`.execute(db);
}
