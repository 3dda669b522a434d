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

/** So many plates are looked at in one statement, and so many statements are made at most. */
const chunkSize = 500;
const mostChunks = 40;

/**
 * The first free plates of an authority that fit a pattern, in the order of the alphabet and of numbers. It stops when it has enough, and after 20,000 plates
 * that are taken.
 */
export async function findFreePlates(
  db: Kysely<VehicleRegistrationDatabase>,
  { authority, pattern, first, now }: { authority: string; pattern: PlatePattern; first: number; now: Date },
): Promise<Plate[]> {
  const candidates = platesOf(authority, pattern);
  const found: Plate[] = [];
  for (let chunks = 0; chunks < mostChunks && found.length < first; chunks++) {
    const chunk = [...chunkOf(candidates, chunkSize)];
    if (chunk.length === 0) break;
    const taken = await takenOf(db, chunk.map(formatPlate), now);
    found.push(...chunk.filter((plate) => !taken.has(formatPlate(plate))));
  }
  return found.slice(0, first);
}

/** All plates of the authority that fit. */
function* platesOf(authority: string, pattern: PlatePattern): Generator<Plate> {
  const { district } = pattern;
  const numbers = numbersOf(pattern);
  for (const letters of lettersOf(pattern)) {
    if (!mayGiveOut(authority, { district, letters })) continue;
    for (const number of numbers) yield { district, letters, number, suffix: null, season: null };
  }
}

/** The next so many; the iterator stays open, so that the following chunk goes on there. */
function* chunkOf(plates: Iterator<Plate>, count: number): Generator<Plate> {
  for (let taken = 0; taken < count; taken++) {
    const next = plates.next();
    if (next.done) return;
    yield next.value;
  }
}

async function takenOf(
  db: Kysely<VehicleRegistrationDatabase>,
  plates: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const { rows } = await sql<{ plate: string }>`
    SELECT plate FROM vehicle WHERE plate = ANY (${plates}::text[]) AND deregistered_on IS NULL
    UNION ALL
    SELECT plate FROM plate_reservation WHERE plate = ANY (${plates}::text[]) AND expires_at > ${now}::timestamptz`.execute(
    db,
  );
  return new Set(rows.map(({ plate }) => plate));
}
