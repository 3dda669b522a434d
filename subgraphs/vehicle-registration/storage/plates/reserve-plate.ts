import { sql, type Kysely } from 'kysely';
import { v7 } from 'uuid';
import { addDays, endOfGermanDay, germanDay } from '../../../kit/data/calendar.ts';
import { formatPlate, type Plate } from '../../domain/plate.ts';
import { mayGiveOut } from '../../domain/plate-districts.ts';
import { clocksOn } from '../../domain/procedures/clocks.ts';
import { districtCodesOf } from '../../domain/procedures/competence.ts';
import { procedureProblem, type ProcedureProblem } from '../../domain/procedures/procedure-problem.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { Work } from '../parts.ts';
import { isKey, once } from '../procedures/once.ts';
import { isId, type Applicant, type PlateReservationRow } from '../procedures/procedure-rows.ts';

export interface PlateWish {
  plate: Plate;
  /** Area of the competent registration authority. */
  authority: string;
  idempotencyKey: string;
}

export interface ReservationOutcome {
  reservation: PlateReservationRow | null;
  problems: ProcedureProblem[];
}

const refused = (problem: ProcedureProblem): ReservationOutcome => ({ reservation: null, problems: [problem] });

/** Why an authority does not give out a plate; null where it does. */
export function plateProblemFor(authority: string, plate: Plate): ProcedureProblem | null {
  if (mayGiveOut(authority, plate)) return null;
  return procedureProblem('PLATE_NOT_OF_AUTHORITY', null, { districts: districtCodesOf(authority).join(', ') });
}

/** Reserves a plate for a citizen. Of any number of citizens who want the same one at the same time, one gets it: the database has one row for a plate. */
export async function reservePlate(
  db: Kysely<VehicleRegistrationDatabase>,
  { citizen, now }: Applicant,
  wish: PlateWish,
): Promise<ReservationOutcome> {
  const { plate, authority, idempotencyKey: key } = wish;
  if (!isKey(key)) return refused(procedureProblem('IDEMPOTENCY_KEY_MALFORMED'));
  const foreign = plateProblemFor(authority, plate);
  if (foreign) return refused(foreign);
  if (await isSomebodyElses(db, citizen.sub, plate, now)) return refused(procedureProblem('PLATE_TAKEN'));
  const request = { citizen: citizen.sub, key, request: ['reserve', formatPlate(plate), authority], now };
  return db.transaction().execute(async (work) => {
    const made = await once(work, request, () => insert(work, citizen.sub, wish, now));
    if (made === 'CONFLICT') return refused(procedureProblem('IDEMPOTENCY_CONFLICT'));
    if (made === 'NOT_DONE') return refused(await reason(work, citizen.sub, now));
    const reservation = await work
      .selectFrom('plate_reservation')
      .selectAll()
      .where('id', '=', made.result)
      .executeTakeFirst();
    return { reservation: reservation ?? null, problems: [] };
  });
}

/** Most of those who want a plate that is in demand are answered by this alone, and hold up nobody; who gets it is decided by the index. */
async function isSomebodyElses(
  db: Kysely<VehicleRegistrationDatabase>,
  citizen: string,
  plate: Plate,
  now: Date,
): Promise<boolean> {
  const found = await db
    .selectFrom('plate_reservation')
    .select('id')
    .where('plate', '=', formatPlate(plate))
    .where('citizen', '<>', citizen)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return found !== undefined;
}

/** Two of one citizen's own requests can want the same slot at the same time; then the other one is tried. */
async function insert(work: Work, citizen: string, wish: PlateWish, now: Date): Promise<string | null> {
  const { mostReservations, reservationDays } = clocksOn(germanDay(now));
  const expiresAt = endOfGermanDay(addDays(germanDay(now), reservationDays));
  await deleteExpired(work, citizen, formatPlate(wish.plate), now);
  for (let slot = 1; slot <= mostReservations; slot++) {
    const id = await insertInSlot(work, citizen, wish, slot, now, expiresAt);
    if (id) return id;
  }
  return null;
}

async function deleteExpired(work: Work, citizen: string, plate: string, now: Date): Promise<void> {
  await work
    .deleteFrom('plate_reservation')
    .where('expires_at', '<=', now)
    .where('procedure_id', 'is', null)
    .where((expression) => expression.or([expression('citizen', '=', citizen), expression('plate', '=', plate)]))
    .execute();
}

async function insertInSlot(
  work: Work,
  citizen: string,
  { plate, authority }: PlateWish,
  slot: number,
  now: Date,
  expiresAt: Date,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO plate_reservation
      (id, citizen, authority, reason, slot, plate_district, plate_letters, plate_number, plate_suffix, reserved_at, expires_at)
    SELECT ${v7()}::uuid, ${citizen}, ${authority}, 'WISH', ${slot}::smallint, ${plate.district}, ${plate.letters}, ${plate.number}::integer,
      ${plate.suffix}, ${now}::timestamptz, ${expiresAt}::timestamptz
    WHERE NOT EXISTS (SELECT FROM vehicle WHERE plate = ${formatPlate(plate)} AND deregistered_on IS NULL)
    ON CONFLICT DO NOTHING RETURNING id`.execute(work);
  return rows[0]?.id ?? null;
}

async function reason(work: Work, citizen: string, now: Date): Promise<ProcedureProblem> {
  const { mostReservations } = clocksOn(germanDay(now));
  const { count } = await work
    .selectFrom('plate_reservation')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('citizen', '=', citizen)
    .where('reason', '=', 'WISH')
    .executeTakeFirstOrThrow();
  return count >= mostReservations
    ? procedureProblem('RESERVATION_LIMIT', null, { most: mostReservations })
    : procedureProblem('PLATE_TAKEN');
}

/** Gives up a reservation of the citizen's own; one that is not there (any more) is given up already. */
export async function releasePlate(
  db: Kysely<VehicleRegistrationDatabase>,
  { citizen }: Applicant,
  id: string,
): Promise<ProcedureProblem | null> {
  if (!isId(id)) return procedureProblem('RESERVATION_UNKNOWN');
  const own = await db
    .selectFrom('plate_reservation')
    .select('procedure_id')
    .where('id', '=', id)
    .where('citizen', '=', citizen.sub)
    .executeTakeFirst();
  if (!own) return procedureProblem('RESERVATION_UNKNOWN');
  const { numDeletedRows } = await db
    .deleteFrom('plate_reservation')
    .where('id', '=', id)
    .where('citizen', '=', citizen.sub)
    .where('procedure_id', 'is', null)
    .executeTakeFirst();
  return numDeletedRows > 0n ? null : procedureProblem('RESERVATION_IN_USE');
}
