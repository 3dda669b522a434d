import type { Kysely } from 'kysely';
import { codeNames, type CodeName } from '../domain/procedures/input-name.ts';
import type { CodeDigests } from '../domain/procedures/security-code.ts';
import type { VehicleRegistrationDatabase } from './database.ts';

/** Stores the codes of vehicles, as digests; what is there already stays. */
export async function writeVehicleCodes(
  db: Kysely<VehicleRegistrationDatabase>,
  digests: CodeDigests,
  vehicles: readonly { id: string; codes: Readonly<Record<CodeName, string>> }[],
): Promise<void> {
  const rows = vehicles.flatMap(({ id, codes }) =>
    codeNames.map((name) => ({
      vehicle_id: id,
      name,
      digest: digests.ofVehicle(id, digests.ofGiven(name, codes[name])),
    })),
  );
  if (rows.length === 0) return;
  await db
    .insertInto('vehicle_code')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
