import { sql, type Kysely } from 'kysely';

/** Procedures with their course. What may never be (submitted and unpaid, two procedures about one vehicle) the database refuses by itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await procedures(db);
  await sql`
    CREATE TABLE procedure_code (
      procedure_id uuid NOT NULL REFERENCES procedure ON DELETE CASCADE,
      name text NOT NULL CHECK (name IN ('sealCodeFront', 'sealCodeRear', 'certificateOneCode', 'certificateTwoCode')),
      digest bytea NOT NULL CHECK (length(digest) = 32),
      PRIMARY KEY (procedure_id, name)
    )`.execute(db);
  await sql`
    CREATE TABLE vehicle_code (
      vehicle_id uuid NOT NULL REFERENCES vehicle ON DELETE CASCADE,
      name text NOT NULL CHECK (name IN ('sealCodeFront', 'sealCodeRear', 'certificateOneCode', 'certificateTwoCode')),
      digest bytea NOT NULL CHECK (length(digest) = 32),
      PRIMARY KEY (vehicle_id, name)
    )`.execute(db);
  await sql`
    CREATE TABLE procedure_history (
      procedure_id uuid NOT NULL REFERENCES procedure ON DELETE CASCADE,
      position integer NOT NULL,
      event text NOT NULL,
      state text NOT NULL,
      actor text NOT NULL CHECK (actor IN ('CITIZEN', 'AUTHORITY', 'SYSTEM')),
      note text,
      at timestamptz(3) NOT NULL,
      PRIMARY KEY (procedure_id, position)
    )`.execute(db);
  await decisions(db);
  await sql`
    CREATE TABLE wrong_code (
      citizen text NOT NULL,
      at timestamptz(3) NOT NULL
    )`.execute(db);
  await sql`CREATE INDEX wrong_code_of_citizen ON wrong_code (citizen, at)`.execute(db);
  await sql`
    CREATE TABLE idempotency_key (
      citizen text NOT NULL,
      key text NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
      request bytea NOT NULL,
      result text NOT NULL,
      created_at timestamptz(3) NOT NULL,
      PRIMARY KEY (citizen, key)
    )`.execute(db);
  await sql`CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at)`.execute(db);
}

async function procedures(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE procedure (
      id uuid PRIMARY KEY,
      citizen text NOT NULL CHECK (citizen <> ''),
      kind text NOT NULL CHECK (kind IN ('FIRST_REGISTRATION', 'RE_REGISTRATION', 'KEEPER_CHANGE_NEW_PLATE', 'KEEPER_CHANGE_PLATE_KEPT',
        'ADDRESS_CHANGE_PLATE_KEPT', 'ADDRESS_CHANGE_NEW_PLATE', 'DE_REGISTRATION')),
      state text NOT NULL CHECK (state IN ('DRAFT', 'CHECKED', 'AWAITING_PAYMENT', 'SUBMITTED', 'WITH_CLERK', 'DECIDED', 'REJECTED', 'REVOKED',
        'WITHDRAWN', 'ABANDONED')),
      vehicle_id uuid REFERENCES vehicle,
      is_keeper boolean NOT NULL,
      authority text CHECK (authority ~ '^([0-9]{5}|[0-9]{8})$'),
      route text CHECK (route IN ('AUTOMATIC', 'CLERK')),
      inputs jsonb NOT NULL DEFAULT '{}',
      certificate_two_verdict text CHECK (certificate_two_verdict IN ('MATCH', 'NO_MATCH', 'UNCHECKED')),
      findings jsonb NOT NULL DEFAULT '[]',
      new_vehicle jsonb,
      revision integer NOT NULL DEFAULT 0,
      wrong_codes smallint NOT NULL DEFAULT 0,
      created_at timestamptz(3) NOT NULL,
      touched_at timestamptz(3) NOT NULL,
      submitted_at timestamptz(3),
      ended_at timestamptz(3),
      demand_id uuid UNIQUE,
      fee_lines jsonb,
      fee_cents integer CHECK (fee_cents > 0),
      payable_until timestamptz(3),
      paid_at timestamptz(3),
      payment_id text UNIQUE,
      payment_reference text,
      back_office_reference text,
      told_at timestamptz(3),
      occupies_vehicle boolean NOT NULL DEFAULT false,
      CONSTRAINT submitted_is_complete CHECK (state NOT IN ('AWAITING_PAYMENT', 'SUBMITTED', 'WITH_CLERK', 'DECIDED', 'REJECTED', 'REVOKED')
        OR (authority IS NOT NULL AND route IS NOT NULL AND demand_id IS NOT NULL AND fee_lines IS NOT NULL AND fee_cents IS NOT NULL
          AND payable_until IS NOT NULL)),
      CONSTRAINT decided_is_paid CHECK (state NOT IN ('SUBMITTED', 'WITH_CLERK', 'DECIDED', 'REJECTED', 'REVOKED')
        OR (paid_at IS NOT NULL AND submitted_at IS NOT NULL)),
      CONSTRAINT paid_is_whole CHECK ((paid_at IS NULL) = (payment_id IS NULL))
    )`.execute(db);
  await sql`CREATE INDEX procedure_of_citizen ON procedure (citizen, created_at, id)`.execute(db);
  await sql`CREATE INDEX procedure_of_authority ON procedure (authority, state, submitted_at, id) WHERE submitted_at IS NOT NULL`.execute(
    db,
  );
  await sql`CREATE UNIQUE INDEX one_procedure_for_a_vehicle ON procedure (vehicle_id) WHERE occupies_vehicle`.execute(
    db,
  );
  await sql`CREATE INDEX procedure_in_input ON procedure (touched_at) WHERE state IN ('DRAFT', 'CHECKED')`.execute(db);
  await sql`CREATE INDEX procedure_unpaid ON procedure (payable_until) WHERE state = 'AWAITING_PAYMENT'`.execute(db);
  await sql`CREATE INDEX procedure_ended ON procedure (ended_at) WHERE ended_at IS NOT NULL`.execute(db);
}

async function decisions(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE procedure_decision (
      procedure_id uuid PRIMARY KEY REFERENCES procedure ON DELETE CASCADE,
      outcome text NOT NULL CHECK (outcome IN ('APPROVED', 'REJECTED')),
      is_automatic boolean NOT NULL,
      reasons jsonb NOT NULL DEFAULT '[]',
      decided_by text,
      decided_at timestamptz(3) NOT NULL,
      plate text,
      retrievable_until timestamptz(3) NOT NULL,
      retrieved_at timestamptz(3),
      posted_at timestamptz(3),
      effective_on date,
      effected_at timestamptz(3),
      review_until date,
      CONSTRAINT posted_has_a_day CHECK (posted_at IS NULL OR outcome = 'REJECTED' OR effective_on IS NOT NULL)
    )`.execute(db);
  await sql`CREATE INDEX decision_to_post ON procedure_decision (retrievable_until) WHERE retrieved_at IS NULL AND posted_at IS NULL`.execute(
    db,
  );
  await sql`CREATE INDEX decision_to_effect ON procedure_decision (effective_on) WHERE effected_at IS NULL`.execute(db);
  await sql`
    CREATE TABLE fee_decision (
      id uuid PRIMARY KEY,
      procedure_id uuid NOT NULL REFERENCES procedure,
      authority text NOT NULL,
      reason text NOT NULL CHECK (reason IN ('REJECTED', 'PAID_AFTER_THE_END', 'PAID_TWICE', 'WITHDRAWN')),
      payment_id text NOT NULL,
      amount_cents integer NOT NULL CHECK (amount_cents > 0),
      opened_at timestamptz(3) NOT NULL,
      closed_at timestamptz(3),
      UNIQUE (procedure_id, payment_id)
    )`.execute(db);
}
