import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { formatPlate, type PlateSuffix } from '../../domain/plate.ts';
import { mayGiveOut } from '../../domain/plate-districts.ts';
import { districtCodesOf } from '../../domain/procedures/competence.ts';
import type { Work } from '../parts.ts';
import type { ProcedureRow } from '../procedures/procedure-rows.ts';
import { heldForProcedure } from '../procedures/held-for-procedure.ts';

const mostTries = 200;
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * Gives out a free plate of the authority for a procedure, at random, so that nobody can tell the next one.
 * @throws RangeError where none was found
 */
export async function assignPlate(
  work: Work,
  { id, citizen, authority, vehicle_id: vehicleId }: ProcedureRow,
  now: Date,
): Promise<string> {
  if (!authority) throw new RangeError(`Procedure ${id} has no authority that could give out a plate.`);
  const suffix = await suffixOf(work, vehicleId);
  for (let tries = 0; tries < mostTries; tries++) {
    const drawn = draw(authority, suffix);
    if (!drawn || !mayGiveOut(authority, drawn)) continue;
    const row = await holdPlate(work, { id: v7(), citizen, authority, ...drawn, suffix, procedureId: id, now });
    if (row) return row;
  }
  throw new RangeError(`No free plate was found for the authority ${authority}.`);
}

/** An electric or historic vehicle stays one with another plate. */
async function suffixOf(work: Work, vehicleId: string | null): Promise<PlateSuffix | null> {
  if (!vehicleId) return null;
  const vehicle = await work
    .selectFrom('vehicle')
    .select('plate_suffix')
    .where('id', '=', vehicleId)
    .executeTakeFirst();
  return vehicle?.plate_suffix ?? null;
}

function draw(authority: string, suffix: PlateSuffix | null) {
  const codes = districtCodesOf(authority);
  const district = codes[randomInt(Math.max(codes.length, 1))];
  if (!district) return null;
  const pick = () => letters.charAt(randomInt(letters.length));
  // Eight characters at most, seven before a suffix.
  const digits = Math.min(4, (suffix ? 5 : 6) - district.length);
  return { district, letters: pick() + pick(), number: randomInt(10 ** (digits - 1), 10 ** digits) };
}

interface Held {
  id: string;
  citizen: string;
  authority: string;
  district: string;
  letters: string;
  number: number;
  suffix: PlateSuffix | null;
  procedureId: string;
  now: Date;
}

async function holdPlate(work: Work, held: Held): Promise<string | null> {
  const { district, letters: pair, number, suffix } = held;
  const plate = formatPlate({ district, letters: pair, number, suffix });
  const { rows } = await sql<{ plate: string }>`
    INSERT INTO plate_reservation
      (id, citizen, authority, reason, plate_district, plate_letters, plate_number, plate_suffix, procedure_id, reserved_at, expires_at)
    SELECT ${held.id}::uuid, ${held.citizen}, ${held.authority}, 'ASSIGNED', ${district}, ${pair}, ${number}::integer, ${suffix}, ${held.procedureId}::uuid,
      ${held.now}::timestamptz, ${heldForProcedure}::timestamptz
    WHERE NOT EXISTS (SELECT FROM vehicle WHERE plate = ${plate} AND deregistered_on IS NULL)
    ON CONFLICT DO NOTHING RETURNING plate`.execute(work);
  return rows[0]?.plate ?? null;
}
