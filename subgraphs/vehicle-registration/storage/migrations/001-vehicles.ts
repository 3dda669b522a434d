import { sql, type Kysely } from 'kysely';

/** The rules of plates and VINs stand here once more, so that no way around the code can store what is none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE plate_district (code text PRIMARY KEY CHECK (code ~ '^[A-ZÄÖÜ]{1,3}$'))`.execute(db);
  await sql`
    CREATE TABLE vehicle (
      id uuid PRIMARY KEY,
      keeper text NOT NULL CHECK (keeper <> ''),
      keeper_since date NOT NULL,
      plate_district text NOT NULL REFERENCES plate_district,
      plate_letters text NOT NULL CHECK (plate_letters ~ '^[A-Z]{1,2}$'),
      plate_number integer NOT NULL CHECK (plate_number BETWEEN 1 AND 9999),
      plate_suffix text CHECK (plate_suffix IN ('E', 'H')),
      season_from smallint CHECK (season_from BETWEEN 1 AND 12),
      season_to smallint CHECK (season_to BETWEEN 1 AND 12),
      plate text NOT NULL GENERATED ALWAYS AS
        (plate_district || ' ' || plate_letters || ' ' || plate_number::text || COALESCE(plate_suffix, '')) STORED,
      vin text NOT NULL UNIQUE CHECK (vin ~ '^[A-HJ-NPR-Z0-9]{17}$'),
      make text NOT NULL,
      model text NOT NULL,
      hsn text NOT NULL CHECK (hsn ~ '^[0-9]{4}$'),
      tsn text NOT NULL CHECK (tsn ~ '^[A-Z0-9]{3}$'),
      first_registered_on date NOT NULL,
      inspection_due_on date NOT NULL,
      deregistered_on date,
      status text NOT NULL GENERATED ALWAYS AS
        (CASE WHEN deregistered_on IS NULL THEN 'REGISTERED' ELSE 'OFF_THE_ROAD' END) STORED,
      authority text NOT NULL CHECK (authority ~ '^([0-9]{5}|[0-9]{8})$'),
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      CONSTRAINT plate_fits CHECK (
        length(plate_district) + length(plate_letters) + length(plate_number::text)
          <= CASE WHEN plate_suffix IS NULL THEN 8 ELSE 7 END),
      CONSTRAINT season_is_whole CHECK (
        (season_from IS NULL) = (season_to IS NULL) AND (season_to - season_from + 12) % 12 + 1 BETWEEN 2 AND 11),
      CONSTRAINT days_in_order CHECK (first_registered_on <= keeper_since AND keeper_since <= deregistered_on)
    )`.execute(db);
  await sql`CREATE UNIQUE INDEX plate_of_registered_vehicle ON vehicle (plate) WHERE deregistered_on IS NULL`.execute(
    db,
  );
  await sql`CREATE INDEX vehicle_of_keeper ON vehicle (keeper, keeper_since, id)`.execute(db);
  await sql`CREATE INDEX vehicle_of_keeper_by_plate ON vehicle (keeper, plate, id)`.execute(db);
  await sql`CREATE INDEX vehicle_of_keeper_by_inspection ON vehicle (keeper, inspection_due_on, id)`.execute(db);
}
