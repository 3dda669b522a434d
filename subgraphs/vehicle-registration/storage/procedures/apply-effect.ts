import { v7 } from 'uuid';
import { addMonths } from '../../../kit/data/calendar.ts';
import { clocksOn } from '../../domain/procedures/clocks.ts';
import { procedureDefinitions } from '../../domain/procedures/definition.ts';
import type { Work } from '../parts.ts';
import type { VehicleRow } from '../store.ts';
import { lockProcedure, type ProcedureRow } from './procedure-rows.ts';
import { tellKeeper } from './tell-keeper.ts';
import { rememberVehicle } from './turn-back.ts';

/**
 * What was decided takes effect: the vehicle changes, the plate goes where it belongs, and a former keeper is told. Once only: a second time changes nothing.
 * @param day the day on which it takes effect, YYYY-MM-DD
 * @returns whether it was the first time
 */
export async function applyEffect(work: Work, procedureId: string, day: string, now: Date): Promise<boolean> {
  const procedure = await lockProcedure(work, procedureId);
  const { numUpdatedRows } = await work
    .updateTable('procedure_decision')
    .set({ effective_on: day, effected_at: now })
    .where('procedure_id', '=', procedureId)
    .where('outcome', '=', 'APPROVED')
    .where('effected_at', 'is', null)
    .executeTakeFirst();
  if (!numUpdatedRows) return false;
  const vehicle = await vehicleOf(work, procedure);
  if (vehicle) await rememberVehicle(work, procedureId, vehicle);
  if (procedure.kind === 'FIRST_REGISTRATION') await register(work, procedure, day);
  else if (vehicle && procedure.kind === 'DE_REGISTRATION') await deregister(work, procedure, vehicle, day, now);
  else if (vehicle) await reregister(work, procedure, vehicle, day, now);
  await freeVehicle(work, procedureId);
  return true;
}

async function vehicleOf(work: Work, { vehicle_id: id, inputs }: ProcedureRow): Promise<VehicleRow | null> {
  const query = work.selectFrom('vehicle').selectAll().forUpdate();
  // A clerk may have approved an application whose codes did not match: then the VIN says which vehicle it is.
  const found = id ? query.where('id', '=', id) : query.where('vin', '=', inputs.vin ?? '');
  return (await found.executeTakeFirst()) ?? null;
}

async function freeVehicle(work: Work, procedureId: string): Promise<void> {
  await work.updateTable('procedure').set({ occupies_vehicle: false }).where('id', '=', procedureId).execute();
}

/** The plate that was held for the procedure: from now on the vehicle holds it. */
async function takePlate(work: Work, procedureId: string) {
  const taken = await work
    .deleteFrom('plate_reservation')
    .where('procedure_id', '=', procedureId)
    .where('reason', 'in', ['WISH', 'ASSIGNED', 'KEPT'])
    .returning(['plate_district', 'plate_letters', 'plate_number', 'plate_suffix'])
    .executeTakeFirst();
  return taken ? { ...taken, season_from: null, season_to: null } : null;
}

async function register(work: Work, procedure: ProcedureRow, day: string): Promise<void> {
  const { id, citizen, authority, inputs, new_vehicle: data } = procedure;
  const plate = await takePlate(work, id);
  if (!plate || !authority) throw new RangeError(`Procedure ${id} was approved without a plate.`);
  const vehicleId = v7();
  await work
    .insertInto('vehicle')
    .values({
      id: vehicleId,
      keeper: citizen,
      keeper_since: day,
      ...plate,
      vin: inputs.vin ?? '',
      make: data?.make ?? 'Unbekannt',
      model: data?.model ?? 'Unbekannt',
      hsn: data?.hsn ?? '0000',
      tsn: data?.tsn ?? '000',
      first_registered_on: day,
      // A new car is inspected after three years for the first time (StVZO, annex VIII).
      inspection_due_on: addMonths(day, 36),
      deregistered_on: null,
      authority,
    })
    .execute();
  await work.updateTable('procedure').set({ vehicle_id: vehicleId }).where('id', '=', id).execute();
}

async function deregister(
  work: Work,
  procedure: ProcedureRow,
  vehicle: VehicleRow,
  day: string,
  now: Date,
): Promise<void> {
  await work
    .updateTable('vehicle')
    .set({ deregistered_on: day < vehicle.keeper_since ? vehicle.keeper_since : day })
    .where('id', '=', vehicle.id)
    .execute();
  // The seals are broken.
  await dropSeals(work, vehicle.id);
  if (procedure.is_keeper && procedure.inputs.keepsPlate === 'true')
    await keepPlate(work, procedure, vehicle, day, now);
  if (vehicle.keeper !== procedure.citizen) await tellKeeper(work, 'DE_REGISTERED', vehicle, day, now);
}

async function dropSeals(work: Work, vehicleId: string): Promise<void> {
  await work
    .deleteFrom('vehicle_code')
    .where('vehicle_id', '=', vehicleId)
    .where('name', 'in', ['sealCodeFront', 'sealCodeRear'])
    .execute();
}

async function keepPlate(
  work: Work,
  { citizen }: ProcedureRow,
  vehicle: VehicleRow,
  day: string,
  now: Date,
): Promise<void> {
  const until = addMonths(day, clocksOn(day).keptPlateMonths);
  await work
    .insertInto('plate_reservation')
    .values({
      id: v7(),
      citizen,
      authority: vehicle.authority,
      reason: 'KEPT',
      slot: null,
      plate_district: vehicle.plate_district,
      plate_letters: vehicle.plate_letters,
      plate_number: vehicle.plate_number,
      plate_suffix: vehicle.plate_suffix,
      procedure_id: null,
      reserved_at: now,
      expires_at: new Date(`${until}T23:00:00Z`),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function reregister(
  work: Work,
  procedure: ProcedureRow,
  vehicle: VehicleRow,
  day: string,
  now: Date,
): Promise<void> {
  const { id, kind, citizen, authority } = procedure;
  const hasNewPlate = procedureDefinitions[kind].plate === 'NEW';
  const isNewKeeper = vehicle.keeper !== citizen;
  await work
    .updateTable('vehicle')
    .set({
      ...(isNewKeeper ? { keeper: citizen, keeper_since: day } : {}),
      ...(hasNewPlate ? await takePlate(work, id) : {}),
      authority: authority ?? vehicle.authority,
      deregistered_on: null,
    })
    .where('id', '=', vehicle.id)
    .execute();
  await work.updateTable('procedure').set({ vehicle_id: vehicle.id }).where('id', '=', id).execute();
  // The old seals are on the old plates.
  if (hasNewPlate) await dropSeals(work, vehicle.id);
  if (!isNewKeeper) return;
  // Threat: the former keeper still knows the codes. Rule: with the new papers the old codes are worth nothing.
  await work.deleteFrom('vehicle_code').where('vehicle_id', '=', vehicle.id).execute();
  await tellKeeper(work, 'KEEPER_CHANGED', vehicle, day, now);
}
