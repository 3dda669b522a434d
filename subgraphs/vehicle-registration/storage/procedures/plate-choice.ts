import type { Kysely } from 'kysely';
import { procedureDefinitions } from '../../domain/procedures/definition.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { VehicleRow } from '../store.ts';
import type { PlateReservationRow, ProcedureRow } from './procedure-rows.ts';

/** The citizens' reservations that hold now. */
export function reservationsOf(
  db: Kysely<VehicleRegistrationDatabase>,
  citizens: readonly string[],
  now: Date,
): Promise<PlateReservationRow[]> {
  return db
    .selectFrom('plate_reservation')
    .selectAll()
    .where('citizen', 'in', citizens)
    .where('expires_at', '>', now)
    .orderBy('reserved_at')
    .orderBy('id')
    .execute();
}

/**
 * The reserved plate that a procedure takes: the one chosen, or the one that was kept for its keeper when the vehicle was taken off the road.
 * Null where the authority gives one out, and where the plate stays. MISSING: the one chosen is not there (any more).
 * @param own the applicant's reservations
 */
export function plateChoice(
  { id, kind, inputs, is_keeper: isKeeper }: ProcedureRow,
  vehicle: VehicleRow | null,
  own: readonly PlateReservationRow[],
): PlateReservationRow | null | 'MISSING' {
  if (procedureDefinitions[kind].plate !== 'NEW') return null;
  const free = own.filter(({ procedure_id: user }) => user === null || user === id);
  if (inputs.plateReservation) return free.find((each) => each.id === inputs.plateReservation) ?? 'MISSING';
  if (kind !== 'RE_REGISTRATION' || !isKeeper || !vehicle) return null;
  return free.find(({ reason, plate }) => reason === 'KEPT' && plate === vehicle.plate) ?? null;
}
