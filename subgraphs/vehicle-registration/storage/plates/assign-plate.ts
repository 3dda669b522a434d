import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { v7 } from 'uuid';
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
  { id, citizen, authority }: Pick<ProcedureRow, 'id' | 'citizen' | 'authority'>,
  now: Date,
): Promise<string> {
  if (!authority) throw new RangeError(`Procedure ${id} has no authority that could give out a plate.`);
  for (let tries = 0; tries < mostTries; tries++) {
    const drawn = draw(authority);
    if (!drawn || !mayGiveOut(authority, drawn)) continue;
    const row = await holdPlate(work, { id: v7(), citizen, authority, ...drawn, suffix: null, procedureId: id, now });
    if (row) return row;
  }
  throw new RangeError(`No free plate was found for the authority ${authority}.`);
}

function draw(authority: string): { district: string; letters: string; number: number } | null {
  const codes = districtCodesOf(authority);
  const district = codes[randomInt(Math.max(codes.length, 1))];
  if (!district) return null;
  const pick = () => letters.charAt(randomInt(letters.length));
  return { district, letters: pick() + pick(), number: randomInt(100, district.length > 2 ? 1_000 : 10_000) };
}

interface Held {
  id: string;
  citizen: string;
  authority: string;
  district: string;
  letters: string;
  number: number;
  suffix: null;
  procedureId: string;
  now: Date;
}

async function holdPlate(work: Work, held: Held): Promise<string | null> {
  const { district, letters: pair, number } = held;
  const { rows } = await sql<{ plate: string }>`
    INSERT INTO plate_reservation
      (id, citizen, authority, reason, plate_district, plate_letters, plate_number, procedure_id, reserved_at, expires_at)
    SELECT ${held.id}::uuid, ${held.citizen}, ${held.authority}, 'ASSIGNED', ${district}, ${pair}, ${number}::integer, ${held.procedureId}::uuid,
      ${held.now}::timestamptz, ${heldForProcedure}::timestamptz
    WHERE NOT EXISTS (SELECT FROM vehicle WHERE plate = ${`${district} ${pair} ${number}`} AND deregistered_on IS NULL)
    ON CONFLICT DO NOTHING RETURNING plate`.execute(work);
  return rows[0]?.plate ?? null;
}
