import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE office (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      authority text NOT NULL CHECK (authority ~ '^[0-9]{2,8}$'),
      street text NOT NULL,
      postal_code text NOT NULL CHECK (postal_code ~ '^[0-9]{5}$'),
      city text NOT NULL
    )`.execute(db);
  await sql`
    CREATE TABLE office_service (
      office_id uuid NOT NULL REFERENCES office ON DELETE CASCADE,
      service_id uuid NOT NULL,
      minutes integer NOT NULL CHECK (minutes BETWEEN 5 AND 240),
      PRIMARY KEY (office_id, service_id)
    )`.execute(db);
  await sql`
    CREATE TABLE appointment (
      id uuid PRIMARY KEY,
      citizen text NOT NULL,
      office_id uuid NOT NULL,
      service_id uuid NOT NULL,
      starts_at timestamptz(3) NOT NULL,
      ends_at timestamptz(3) NOT NULL,
      status text NOT NULL CHECK (status IN ('RESERVED', 'CONFIRMED', 'CHECKED_IN', 'CALLED', 'IN_PROGRESS', 'FINISHED', 'MISSED', 'CANCELLED')),
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      CHECK (ends_at > starts_at),
      FOREIGN KEY (office_id, service_id) REFERENCES office_service
    )`.execute(db);
  await sql`CREATE INDEX appointment_of_citizen ON appointment (citizen, starts_at, id)`.execute(db);
}
