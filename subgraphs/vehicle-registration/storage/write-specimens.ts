import type { Kysely } from 'kysely';
import { addDays } from '../../kit/data/calendar.ts';
import { stableId } from '../../kit/data/stable-id.ts';
import { specimenCodes } from '../../kit/specimen/codes.ts';
import { today } from '../../kit/specimen/days.ts';
import type { SpecimenVehicle } from '../../kit/specimen/vehicle.ts';
import type { SeedCitizen } from '../../kit/subgraph.ts';
import { procedureFee, totalOf } from '../domain/procedures/procedure-fees.ts';
import type { CodeDigests } from '../domain/procedures/security-code.ts';
import type { VehicleRegistrationDatabase } from './database.ts';
import { writeSpecimenVehicles } from './specimen-vehicles.ts';
import { writeVehicleCodes } from './vehicle-codes.ts';

/** The vehicles of the specimen citizens with their codes, and for each who has one a change of address that is over. */
export async function writeSpecimens(
  db: Kysely<VehicleRegistrationDatabase>,
  citizens: readonly SeedCitizen[],
  codes: CodeDigests,
): Promise<void> {
  await writeSpecimenVehicles(db, citizens);
  const vehicles = citizens.flatMap((citizen) => citizen.vehicles);
  await writeVehicleCodes(
    db,
    codes,
    vehicles.map(({ id, vin }) => ({ id, codes: specimenCodes(vin) })),
  );
  await db.transaction().execute(async (work) => {
    const rows = citizens.flatMap(({ sub, residence, vehicles: [first] }) =>
      first ? [pastProcedure(sub, residence.ags, first)] : [],
    );
    if (rows.length === 0) return;
    await work
      .insertInto('procedure')
      .values(rows.map(({ procedure }) => procedure))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await work
      .insertInto('procedure_history')
      .values(rows.flatMap(({ history }) => history))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await work
      .insertInto('procedure_decision')
      .values(rows.map(({ decision }) => decision))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

/** A change of address with the plate kept, begun, paid and decided three weeks ago, after they became its keeper. */
function pastProcedure(citizen: string, residence: string, vehicle: SpecimenVehicle) {
  const id = stableId('specimen-procedure', vehicle.id);
  const day = addDays(today(), -20);
  const at = (minute: number) => new Date(Date.parse(`${day}T09:00:00Z`) + minute * 60_000);
  const { district, letters, number, suffix } = vehicle.plate;
  const plate = `${district} ${letters} ${number}${suffix ?? ''}`;
  const lines = procedureFee({ kind: 'ADDRESS_CHANGE_PLATE_KEPT', channel: 'ONLINE' }, day).map(
    ({ number: line, text, cents }) => ({ number: line, text, cents }),
  );
  const entry = (position: number, event: 'START' | 'PASS_CHECK' | 'SUBMIT' | 'PAY' | 'APPROVE' | 'RETRIEVE') => {
    const [, state, actor] = course.find(([name]) => name === event) ?? course[0];
    return { procedure_id: id, position, event, state, actor, note: null, at: at(position * 3) };
  };
  return {
    procedure: {
      id,
      citizen,
      kind: 'ADDRESS_CHANGE_PLATE_KEPT' as const,
      state: 'DECIDED' as const,
      vehicle_id: vehicle.id,
      is_keeper: true,
      authority: vehicle.authority,
      route: 'AUTOMATIC' as const,
      inputs: JSON.stringify({ vin: vehicle.vin, plate, residence }),
      created_at: at(3),
      touched_at: at(6),
      submitted_at: at(12),
      ended_at: at(15),
      demand_id: stableId('specimen-demand', id),
      fee_lines: JSON.stringify(lines),
      fee_cents: totalOf(lines),
      payable_until: at(60),
      paid_at: at(12),
      payment_id: stableId('specimen-procedure-payment', id),
    },
    history: course.map(([event], index) => entry(index + 1, event)),
    decision: {
      procedure_id: id,
      outcome: 'APPROVED' as const,
      is_automatic: true,
      reasons: '[]',
      decided_at: at(15),
      plate,
      retrievable_until: at(45),
      retrieved_at: at(18),
      effective_on: day,
      effected_at: at(18),
      review_until: addDays(day, 30),
    },
  };
}

const course = [
  ['START', 'DRAFT', 'CITIZEN'],
  ['PASS_CHECK', 'CHECKED', 'CITIZEN'],
  ['SUBMIT', 'AWAITING_PAYMENT', 'CITIZEN'],
  ['PAY', 'SUBMITTED', 'SYSTEM'],
  ['APPROVE', 'DECIDED', 'SYSTEM'],
  ['RETRIEVE', 'DECIDED', 'CITIZEN'],
] as const;
