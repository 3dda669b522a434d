import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE bundle_level (
      ozg_id text PRIMARY KEY,
      level text NOT NULL CHECK (level IN ('FEDERAL', 'STATE', 'DISTRICT', 'MUNICIPAL'))
    )`.execute(db);
  await sql`
    CREATE TABLE competence (
      id uuid PRIMARY KEY,
      service_id uuid NOT NULL REFERENCES service ON DELETE CASCADE,
      area text NOT NULL CHECK (area ~ '^([0-9]{2}([0-9]{3}([0-9]{3})?)?)?$'),
      authority_id uuid REFERENCES authority,
      level text CHECK (level IN ('FEDERAL', 'STATE', 'DISTRICT', 'MUNICIPAL')),
      channels text[] CHECK (channels <@ '{ONLINE,COUNTER}'::text[]),
      required_assurance text CHECK (required_assurance IN ('NORMAL', 'SUBSTANTIAL', 'HIGH')),
      documents jsonb,
      fee jsonb,
      duration_minutes integer CHECK (duration_minutes > 0),
      valid_from date,
      valid_to date,
      CHECK (valid_to >= valid_from),
      CHECK (authority_id IS NULL OR level IS NULL)
    )`.execute(db);
  // One rule for a service, an area and a day: two that contradict each other cannot be stored.
  await sql`
    ALTER TABLE competence ADD CONSTRAINT competence_once
      EXCLUDE USING gist (service_id WITH =, area WITH =, daterange(valid_from, valid_to, '[]') WITH &&)`.execute(db);
}
