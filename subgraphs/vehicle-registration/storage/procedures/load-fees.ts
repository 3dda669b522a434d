import DataLoader from 'dataloader';
import type { Kysely } from 'kysely';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { DemandedLine } from '../procedure-tables.ts';
import { feeOf } from './fee-of.ts';
import { plateChoice, reservationsOf } from './plate-choice.ts';
import type { ProcedureRow } from './procedure-rows.ts';

/** The lines of procedures' fees, by their id: those that were demanded, else those of the schedule of today for what was given so far. */
export function loadFees(db: Kysely<VehicleRegistrationDatabase>, now: Date): DataLoader<string, DemandedLine[]> {
  return new DataLoader(async (ids) => {
    const found = new Map((await findLines(db, ids, now)).map(({ id, lines }) => [id, lines]));
    return ids.map((id) => found.get(id) ?? []);
  });
}

async function findLines(
  db: Kysely<VehicleRegistrationDatabase>,
  ids: readonly string[],
  now: Date,
): Promise<{ id: string; lines: DemandedLine[] }[]> {
  const procedures = await db.selectFrom('procedure').selectAll().where('id', 'in', ids).execute();
  const open = procedures.filter(({ fee_lines: demanded }) => demanded === null);
  const preview = open.length > 0 ? await previewer(db, open, now) : () => [];
  return procedures.map((procedure) => ({ id: procedure.id, lines: procedure.fee_lines ?? preview(procedure) }));
}

async function previewer(db: Kysely<VehicleRegistrationDatabase>, procedures: readonly ProcedureRow[], now: Date) {
  const vehicleIds = procedures.flatMap(({ vehicle_id: id }) => (id ? [id] : []));
  const [vehicles, reservations] = await Promise.all([
    vehicleIds.length > 0 ? db.selectFrom('vehicle').selectAll().where('id', 'in', vehicleIds).execute() : [],
    reservationsOf(db, [...new Set(procedures.map(({ citizen }) => citizen))], now),
  ]);
  return (procedure: ProcedureRow): DemandedLine[] => {
    const vehicle = vehicles.find(({ id }) => id === procedure.vehicle_id) ?? null;
    const own = reservations.filter(({ citizen }) => citizen === procedure.citizen);
    const plate = plateChoice(procedure, vehicle, own);
    return feeOf(procedure, vehicle, plate === 'MISSING' ? null : plate, now);
  };
}
