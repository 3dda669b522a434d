import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE account (
      id uuid PRIMARY KEY,
      family_name text NOT NULL,
      given_names text NOT NULL,
      birth_name text,
      title text,
      date_of_birth date NOT NULL,
      place_of_birth text NOT NULL,
      nationality text NOT NULL CHECK (nationality ~ '^[A-Z]{2}$'),
      mail text,
      phone text CHECK (phone ~ '^\\+[1-9][0-9]{6,14}$'),
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      updated_at timestamptz(3) NOT NULL DEFAULT now()
    )`.execute(db);
  await sql`
    CREATE TABLE credential (
      means text NOT NULL CHECK (means IN ('PASSWORD', 'ELSTER', 'EID')),
      pseudonym text NOT NULL,
      account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
      linked_at timestamptz(3) NOT NULL DEFAULT now(),
      PRIMARY KEY (means, pseudonym)
    )`.execute(db);
  await sql`CREATE INDEX credential_of_account ON credential (account_id)`.execute(db);
  await sql`
    CREATE TABLE residence (
      id uuid PRIMARY KEY,
      account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
      kind text NOT NULL CHECK (kind IN ('MAIN', 'SECONDARY')),
      street text NOT NULL,
      house_number text NOT NULL,
      postal_code text NOT NULL CHECK (postal_code ~ '^[0-9]{5}$'),
      city text NOT NULL,
      ags text NOT NULL CHECK (ags ~ '^[0-9]{8}$'),
      moved_in_on date NOT NULL
    )`.execute(db);
  await sql`CREATE INDEX residence_of_account ON residence (account_id)`.execute(db);
  // BMG § 21: whoever has several residences has exactly one main residence.
  await sql`CREATE UNIQUE INDEX one_main_residence ON residence (account_id) WHERE kind = 'MAIN'`.execute(db);
  await sql`
    CREATE TABLE attribute_level (
      account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
      attribute text NOT NULL,
      level text NOT NULL CHECK (level IN ('NORMAL', 'SUBSTANTIAL', 'HIGH')),
      confirmed_at timestamptz(3) NOT NULL,
      PRIMARY KEY (account_id, attribute)
    )`.execute(db);
}
