import type { Insertable, Kysely } from 'kysely';
import type { SpecimenVehicle } from '../../kit/specimen/vehicle.ts';
import type { SeedCitizen } from '../../kit/subgraph.ts';
import type { VehicleRegistrationDatabase, VehicleTable } from './database.ts';

/** The vehicles of the specimen citizens. */
export async function writeSpecimenVehicles(
  db: Kysely<VehicleRegistrationDatabase>,
  citizens: readonly SeedCitizen[],
): Promise<void> {
  const rows = citizens.flatMap(({ sub, vehicles }) => vehicles.map((vehicle) => rowOf(sub, vehicle)));
  if (rows.length === 0) return;
  await db
    .insertInto('vehicle')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

function rowOf(keeper: string, vehicle: SpecimenVehicle): Insertable<VehicleTable> {
  const { plate, keeperSince, deregisteredOn } = vehicle;
  return {
    id: vehicle.id,
    keeper,
    keeper_since: keeperSince,
    plate_district: plate.district,
    plate_letters: plate.letters,
    plate_number: plate.number,
    plate_suffix: plate.suffix,
    season_from: null,
    season_to: null,
    vin: vehicle.vin,
    make: vehicle.make,
    model: vehicle.model,
    hsn: vehicle.hsn,
    tsn: vehicle.tsn,
    first_registered_on: vehicle.firstRegisteredOn,
    inspection_due_on: vehicle.inspectionDueOn,
    // Nobody took it off the road before they were its keeper.
    deregistered_on: deregisteredOn && deregisteredOn < keeperSince ? keeperSince : deregisteredOn,
    authority: vehicle.authority,
  };
}
