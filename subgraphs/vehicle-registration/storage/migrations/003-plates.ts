import { sql, type Kysely } from 'kysely';

/** Plates that are held for somebody, and what former keepers are told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE plate_reservation (
      id uuid PRIMARY KEY,
      citizen text NOT NULL CHECK (citizen <> ''),
      authority text NOT NULL,
      reason text NOT NULL CHECK (reason IN ('WISH', 'KEPT', 'ASSIGNED')),
      slot smallint CHECK (slot > 0),
      plate_district text NOT NULL REFERENCES plate_district,
      plate_letters text NOT NULL CHECK (plate_letters ~ '^[A-Z]{1,2}$'),
      plate_number integer NOT NULL CHECK (plate_number BETWEEN 1 AND 9999),
      plate_suffix text CHECK (plate_suffix IN ('E', 'H')),
      plate text NOT NULL GENERATED ALWAYS AS
        (plate_district || ' ' || plate_letters || ' ' || plate_number::text || COALESCE(plate_suffix, '')) STORED,
      procedure_id uuid REFERENCES procedure ON DELETE SET NULL,
      reserved_at timestamptz(3) NOT NULL,
      expires_at timestamptz(3) NOT NULL,
      CONSTRAINT one_reservation_of_a_plate UNIQUE (plate),
      CONSTRAINT reservations_of_a_citizen UNIQUE (citizen, slot),
      CONSTRAINT wishes_have_slots CHECK ((reason = 'WISH') = (slot IS NOT NULL)),
      CONSTRAINT plate_fits CHECK (
        length(plate_district) + length(plate_letters) + length(plate_number::text)
          <= CASE WHEN plate_suffix IS NULL THEN 8 ELSE 7 END)
    )`.execute(db);
  await sql`CREATE INDEX plate_reservation_of_citizen ON plate_reservation (citizen, reserved_at, id)`.execute(db);
  await sql`CREATE INDEX plate_reservation_by_expiry ON plate_reservation (expires_at)`.execute(db);
  await sql`
    CREATE TABLE vehicle_notice (
      id uuid PRIMARY KEY,
      citizen text NOT NULL CHECK (citizen <> ''),
      kind text NOT NULL CHECK (kind IN ('KEEPER_CHANGED', 'DE_REGISTERED')),
      vehicle_id uuid NOT NULL REFERENCES vehicle,
      plate text NOT NULL,
      happened_on date NOT NULL,
      created_at timestamptz(3) NOT NULL
    )`.execute(db);
  await sql`CREATE INDEX vehicle_notice_of_citizen ON vehicle_notice (citizen, created_at, id)`.execute(db);
}
