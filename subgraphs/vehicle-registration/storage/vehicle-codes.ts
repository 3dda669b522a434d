import type { Kysely } from 'kysely';
import type { PaperCodes } from '../domain/ports.ts';
import { codeNames } from '../domain/procedures/input-name.ts';
import type { CodeDigests } from '../domain/procedures/security-code.ts';
import type { VehicleRegistrationDatabase } from './database.ts';

interface CodedVehicle {
  id: string;
  codes: PaperCodes;
}

/** Stores the codes of vehicles, as digests; what is there already stays. */
export async function writeVehicleCodes(
  db: Kysely<VehicleRegistrationDatabase>,
  digests: CodeDigests,
  vehicles: readonly CodedVehicle[],
): Promise<void> {
  const rows = vehicles.flatMap((vehicle) => rowsOf(vehicle, digests));
  if (rows.length === 0) return;
  await db
    .insertInto('vehicle_code')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Stores the codes of new papers, as digests: those that are named are worth nothing any more on the old ones. */
export async function replaceVehicleCodes(
  db: Kysely<VehicleRegistrationDatabase>,
  digests: CodeDigests,
  vehicle: CodedVehicle,
): Promise<void> {
  const rows = rowsOf(vehicle, digests);
  if (rows.length === 0) return;
  await db
    .insertInto('vehicle_code')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['vehicle_id', 'name']).doUpdateSet(({ ref }) => ({ digest: ref('excluded.digest') })),
    )
    .execute();
}

function rowsOf({ id, codes }: CodedVehicle, digests: CodeDigests) {
  return codeNames.flatMap((name) => {
    const code = codes[name];
    return code === undefined
      ? []
      : [{ vehicle_id: id, name, digest: digests.ofVehicle(id, digests.ofGiven(name, code)) }];
  });
}
