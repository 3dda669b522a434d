import { MoneyResolver } from '../kit/schema/money.ts';
import type { Subgraph } from '../kit/subgraph.ts';
import { AvailableProcedureResolver } from './graph/available-procedure.ts';
import { Citizen, CitizenResolver, resolveCitizen } from './graph/citizen.ts';
import { CitizenProceduresResolver } from './graph/citizen-procedures.ts';
import { PlateReservationResolver } from './graph/plate-reservation.ts';
import { ProcedureFieldsResolver } from './graph/procedure-fields.ts';
import { ProcedureMutationsResolver } from './graph/procedure-mutations.ts';
import { Procedure, ProcedureResolver, resolveProcedure } from './graph/procedure.ts';
import { clerkResolvers } from './graph/clerk/resolvers.ts';
import { resolveVehicle, Vehicle, VehicleResolver } from './graph/vehicle.ts';
import type { VehicleRegistrationDatabase } from './storage/database.ts';
import { defaultParts } from './storage/default-parts.ts';
import { migrations } from './storage/migrations/index.ts';
import type { Parts } from './storage/parts.ts';
import { writePlateDistricts } from './storage/plate-districts.ts';
import { writeSpecimens } from './storage/write-specimens.ts';
import { openVehicleStore, type VehicleStore } from './storage/store.ts';

/** The vehicles of citizens and what can be done with them. Parts that are not given are those of {@link defaultParts}. */
export function createVehicleRegistration(
  given: Partial<Parts> = {},
): Subgraph<VehicleRegistrationDatabase, VehicleStore> {
  const parts = { ...defaultParts(), ...given };
  return {
    name: 'vehicle-registration',
    resolvers: [
      AvailableProcedureResolver,
      CitizenProceduresResolver,
      CitizenResolver,
      MoneyResolver,
      PlateReservationResolver,
      ProcedureFieldsResolver,
      ProcedureMutationsResolver,
      ProcedureResolver,
      VehicleResolver,
      ...clerkResolvers,
    ],
    entities: [Citizen, Procedure, Vehicle],
    references: { Citizen: resolveCitizen, Procedure: resolveProcedure, Vehicle: resolveVehicle },
    migrations,
    openStore: (db, caller) => openVehicleStore(db, caller, parts),
    prepare: writePlateDistricts,
    seed: (db, citizens) => writeSpecimens(db, citizens, parts.codes),
  };
}

export const vehicleRegistration = createVehicleRegistration();
