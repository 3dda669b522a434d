import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE fee_account (
      vehicle_id uuid NOT NULL,
      citizen text NOT NULL CHECK (citizen <> ''),
      authority text NOT NULL CHECK (authority ~ '^([0-9]{5}|[0-9]{8})$'),
      PRIMARY KEY (vehicle_id, citizen)
    )`.execute(db);
  await sql`
    CREATE TABLE fee (
      id uuid PRIMARY KEY,
      vehicle_id uuid NOT NULL,
      citizen text NOT NULL,
      number text CHECK (number <> ''),
      text_de text NOT NULL,
      text_en text,
      amount_cents integer NOT NULL CHECK (amount_cents BETWEEN 1 AND 99999900),
      due_on date NOT NULL,
      settled_at timestamptz(3),
      payment_id uuid REFERENCES payment,
      FOREIGN KEY (vehicle_id, citizen) REFERENCES fee_account,
      CONSTRAINT settled_by_a_payment CHECK ((settled_at IS NULL) = (payment_id IS NULL))
    )`.execute(db);
  await sql`CREATE INDEX open_fee_of_account ON fee (vehicle_id, citizen, due_on, id) WHERE settled_at IS NULL`.execute(
    db,
  );
  await sql`CREATE INDEX fee_of_payment ON fee (payment_id) WHERE payment_id IS NOT NULL`.execute(db);
}
