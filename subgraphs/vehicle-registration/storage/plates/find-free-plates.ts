import { sql, type Kysely } from 'kysely';
import { formatPlate, type Plate } from '../../domain/plate.ts';
import { lettersOf, numbersOf, type PlatePattern } from '../../domain/plate-pattern.ts';
import { mayGiveOut } from '../../domain/plate-districts.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';

/** Whether nobody has the plate: no registered vehicle, and no reservation that still holds. */
export async function isPlateFree(db: Kysely<VehicleRegistrationDatabase>, plate: Plate, now: Date): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    SELECT EXISTS (SELECT FROM vehicle WHERE plate = ${formatPlate(plate)} AND deregistered_on IS NULL)
      OR EXISTS (SELECT FROM plate_reservation WHERE plate = ${formatPlate(plate)} AND expires_at > ${now}::timestamptz) AS taken`.execute(
    db,
  );
  return rows[0]?.taken === false;
}

/** The first free plates of an authority that fit a pattern, in the order of the alphabet and of numbers; it stops when it has enough. */
export async function findFreePlates(
  db: Kysely<VehicleRegistrationDatabase>,
  { authority, pattern, first, now }: { authority: string; pattern: PlatePattern; first: number; now: Date },
): Promise<Plate[]> {
  const { district } = pattern;
  const pairs = lettersOf(pattern).filter((letters) => mayGiveOut(authority, { district, letters }));
  if (pairs.length === 0) return [];
  const { rows } = await sql<{ letters: string; number: number }>`
    SELECT pair.letters, wanted.number
    FROM unnest(${pairs}::text[]) WITH ORDINALITY AS pair (letters, place)
    CROSS JOIN LATERAL (
      SELECT candidate.number FROM unnest(${numbersOf(pattern)}::integer[]) AS candidate (number)
      WHERE NOT EXISTS (
          SELECT FROM vehicle WHERE plate = ${district} || ' ' || pair.letters || ' ' || candidate.number::text AND deregistered_on IS NULL)
        AND NOT EXISTS (
          SELECT FROM plate_reservation
          WHERE plate = ${district} || ' ' || pair.letters || ' ' || candidate.number::text AND expires_at > ${now}::timestamptz)
      LIMIT ${first}
    ) AS wanted
    LIMIT ${first}`.execute(db);
  return rows.map(({ letters, number }) => ({ district, letters, number, suffix: null, season: null }));
}
