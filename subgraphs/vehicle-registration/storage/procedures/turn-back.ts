import { germanDay } from '../../../kit/data/calendar.ts';
import { turnBackObstacle, type TurnBackObstacle } from '../../domain/procedures/turn-back.ts';
import type { Work } from '../parts.ts';
import type { VehicleBefore } from '../procedure-tables.ts';
import type { VehicleRow } from '../store.ts';
import { writeHistory } from './change-state.ts';
import type { ProcedureDecisionRow, ProcedureRow } from './procedure-rows.ts';
import { isLastEffect } from './record-papers.ts';
import { tellKeeper } from './tell-keeper.ts';

/** Remembers the vehicle as it is before an automatic decision changes it: while that is under review it may have to be turned back. */
export async function rememberVehicle(work: Work, procedureId: string, vehicle: VehicleRow): Promise<void> {
  await work
    .updateTable('procedure_decision')
    .set({ vehicle_before: JSON.stringify(pictureOf(vehicle)) })
    .where('procedure_id', '=', procedureId)
    .where('is_automatic', '=', true)
    .execute();
}

function pictureOf({ keeper, keeper_since, authority, plate, deregistered_on }: VehicleRow): VehicleBefore {
  return { keeper, keeper_since, authority, plate, deregistered_on };
}

/**
 * A decision that had taken effect was revoked: the vehicle is again as it was before, its history says so, and the keeper is told. Where more has happened since,
 * it stays as it is, and the history says why a person has to arrange it.
 * @param procedure revoked, and locked
 * @returns why it was not turned back, or null
 */
export async function turnBack(
  work: Work,
  procedure: ProcedureRow,
  { vehicle_before: before }: ProcedureDecisionRow,
  now: Date,
): Promise<TurnBackObstacle | null> {
  const vehicle = await lockVehicle(work, procedure);
  const obstacle =
    vehicle && before ? turnBackObstacle(await factsAbout(work, procedure, vehicle, before)) : 'FORMER_STATE_UNKNOWN';
  if (!vehicle || !before || obstacle !== null) {
    // What is not turned back the register is not told of either.
    const forgotten = work.updateTable('procedure_decision').set({ vehicle_before: null });
    await forgotten.where('procedure_id', '=', procedure.id).execute();
    const note = obstacle ?? 'FORMER_STATE_UNKNOWN';
    await writeHistory(work, procedure, { event: 'LEFT_TO_CLERK', actor: 'SYSTEM', now, note });
    return note;
  }
  await restore(work, procedure, vehicle, before, now);
  await writeHistory(work, procedure, { event: 'TURN_BACK', actor: 'AUTHORITY', now });
  return null;
}

async function lockVehicle(work: Work, { vehicle_id: id }: ProcedureRow): Promise<VehicleRow | undefined> {
  if (!id) return undefined;
  return work.selectFrom('vehicle').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

async function factsAbout(work: Work, procedure: ProcedureRow, vehicle: VehicleRow, before: VehicleBefore) {
  const running = await work
    .selectFrom('procedure')
    .select('id')
    .where('vehicle_id', '=', vehicle.id)
    .where('occupies_vehicle', '=', true)
    .executeTakeFirst();
  return {
    isChangedSince: vehicle.plate !== before.plate || !(await isLastEffect(work, procedure.id, vehicle.id)),
    isOccupied: running !== undefined,
    isPlateTaken: before.deregistered_on === null && (await isPlateTaken(work, procedure, vehicle)),
  };
}

/** Whether its plate is on another vehicle by now, or held for somebody; what the applicant kept for themselves does not count. */
async function isPlateTaken(work: Work, procedure: ProcedureRow, { id, plate }: VehicleRow): Promise<boolean> {
  const other = await work
    .selectFrom('vehicle')
    .select('id')
    .where('plate', '=', plate)
    .where('deregistered_on', 'is', null)
    .where('id', '!=', id)
    .executeTakeFirst();
  if (other) return true;
  const held = await work
    .selectFrom('plate_reservation')
    .select(['citizen', 'reason', 'procedure_id'])
    .where('plate', '=', plate)
    .executeTakeFirst();
  const isTheirOwn = held?.reason === 'KEPT' && held.citizen === procedure.citizen && held.procedure_id === null;
  return held !== undefined && !isTheirOwn;
}

async function restore(
  work: Work,
  procedure: ProcedureRow,
  vehicle: VehicleRow,
  before: VehicleBefore,
  now: Date,
): Promise<void> {
  const { plate, ...columns } = before;
  await work.deleteFrom('plate_reservation').where('plate', '=', plate).where('reason', '=', 'KEPT').execute();
  await work.updateTable('vehicle').set(columns).where('id', '=', vehicle.id).execute();
  // New papers are printed for the former keeper; their codes are asked of the authority.
  await work.updateTable('procedure').set({ papers_at: null }).where('id', '=', procedure.id).execute();
  // Threat: whoever should not have become the keeper knows the codes. Rule: they are worth nothing any more.
  if (vehicle.keeper !== before.keeper)
    await work.deleteFrom('vehicle_code').where('vehicle_id', '=', vehicle.id).execute();
  if (before.keeper !== procedure.citizen)
    await tellKeeper(work, 'CHANGE_REVOKED', { ...vehicle, keeper: before.keeper }, germanDay(now), now);
}
