import { randomUUID } from 'node:crypto';
import type { Insertable, Kysely } from 'kysely';
import { connectDatabase } from '../../../platform/database/connect.ts';
import type {
  VehicleRegistrationDatabase,
  VehicleTable,
} from '../../../subgraphs/vehicle-registration/storage/database.ts';

/** The service's database, as the service itself sees it. */
export function openVehicleDatabase(url: string): Kysely<VehicleRegistrationDatabase> {
  return connectDatabase({ url, schema: 'vehicle_registration', applicationName: 'test' });
}

/** A registered vehicle as a row; what a test is about is changed. `number` keeps plate and VIN apart. */
export function vehicleRow(number: number, changed: Partial<Insertable<VehicleTable>> = {}): Insertable<VehicleTable> {
  return {
    id: randomUUID(),
    keeper: 'sector-somebody',
    keeper_since: '2020-05-01',
    plate_district: 'L',
    plate_letters: 'AB',
    plate_number: number,
    plate_suffix: null,
    season_from: null,
    season_to: null,
    vin: `WXXZZZ00Z00${String(number).padStart(6, '0')}`,
    make: 'Opel',
    model: 'Corsa',
    hsn: '0035',
    tsn: 'BEG',
    first_registered_on: '2018-05-01',
    inspection_due_on: '2027-05-31',
    deregistered_on: null,
    authority: '14713000',
    ...changed,
  };
}
