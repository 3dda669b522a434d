import type { Kysely } from 'kysely';
import { shippedDistricts } from '../domain/plate-districts.ts';
import type { VehicleRegistrationDatabase } from './database.ts';

/** Writes district codes that are not there yet: those that the system ships with, or an imported list. */
export async function writePlateDistricts(
  db: Kysely<VehicleRegistrationDatabase>,
  codes: readonly string[] = shippedDistricts.map(({ code }) => code),
): Promise<void> {
  if (codes.length === 0) return;
  await db
    .insertInto('plate_district')
    .values(codes.map((code) => ({ code })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
