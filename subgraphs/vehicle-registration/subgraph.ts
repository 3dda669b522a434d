import type { Subgraph } from '../kit/subgraph.ts';
import { AvailableProcedureResolver } from './graph/available-procedure.ts';
import { Citizen, CitizenResolver, resolveCitizen } from './graph/citizen.ts';
import { resolveVehicle, Vehicle, VehicleResolver } from './graph/vehicle.ts';
import type { VehicleRegistrationDatabase } from './storage/database.ts';
import { migrations } from './storage/migrations/index.ts';
import { writePlateDistricts } from './storage/plate-districts.ts';
import { writeSpecimenVehicles } from './storage/specimen-vehicles.ts';
import { openVehicleStore, type VehicleStore } from './storage/store.ts';

/** The vehicles of citizens and what can be done with them. */
export const vehicleRegistration: Subgraph<VehicleRegistrationDatabase, VehicleStore> = {
  name: 'vehicle-registration',
  resolvers: [AvailableProcedureResolver, CitizenResolver, VehicleResolver],
  entities: [Citizen, Vehicle],
  references: { Citizen: resolveCitizen, Vehicle: resolveVehicle },
  migrations,
  openStore: (db, caller) => openVehicleStore(db, caller),
  prepare: writePlateDistricts,
  seed: writeSpecimenVehicles,
};
