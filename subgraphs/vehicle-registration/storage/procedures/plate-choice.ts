import type { Work } from '../parts.ts';
import type { VehicleRow } from '../store.ts';
import { procedureDefinitions } from '../../domain/procedures/definition.ts';
import type { PlateReservationRow, ProcedureRow } from './procedure-rows.ts';

/**
 * The reserved plate that a procedure takes: the one chosen, or the one that was kept for its keeper when the vehicle was taken off the road.
 * Null where the authority gives one out, and where the plate stays. MISSING: the one chosen is not there any more.
 */
export async function plateChoice(
  work: Work,
  procedure: ProcedureRow,
  vehicle: VehicleRow | null,
  now: Date,
): Promise<PlateReservationRow | null | 'MISSING'> {
  if (procedureDefinitions[procedure.kind].plate !== 'NEW') return null;
  const own = work
    .selectFrom('plate_reservation')
    .selectAll()
    .where('citizen', '=', procedure.citizen)
    .where('expires_at', '>', now)
    .where((expression) =>
      expression.or([expression('procedure_id', 'is', null), expression('procedure_id', '=', procedure.id)]),
    );
  const chosen = procedure.inputs.plateReservation;
  if (chosen) return (await own.where('id', '=', chosen).executeTakeFirst()) ?? 'MISSING';
  if (procedure.kind !== 'RE_REGISTRATION' || !procedure.is_keeper || !vehicle) return null;
  return (await own.where('reason', '=', 'KEPT').where('plate', '=', vehicle.plate).executeTakeFirst()) ?? null;
}
