import type { Generated, GeneratedAlways } from 'kysely';
import type { EventTables } from '../../kit/events/event-tables.ts';
import type { PlateSuffix } from '../domain/plate.ts';
import type { VehicleStatus } from '../domain/vehicle-status.ts';
import type { DeliveryTables } from './delivery-tables.ts';
import type { ProcedureTables } from './procedure-tables.ts';

export interface PlateDistrictTable {
  /** Registered district code. */
  code: string;
}

export interface VehicleTable {
  id: string;
  /** Sector identifier of the keeper. */
  keeper: string;
  keeper_since: string;
  plate_district: string;
  plate_letters: string;
  plate_number: number;
  plate_suffix: PlateSuffix | null;
  season_from: number | null;
  season_to: number | null;
  /** `L AB 123E`, made of the parts. */
  plate: GeneratedAlways<string>;
  vin: string;
  make: string;
  model: string;
  hsn: string;
  tsn: string;
  first_registered_on: string;
  inspection_due_on: string;
  deregistered_on: string | null;
  /** Follows from `deregistered_on`. */
  status: GeneratedAlways<VehicleStatus>;
  /** Area of the registration authority, AGS. */
  authority: string;
  created_at: Generated<Date>;
}

/** The tables of the schema `vehicle_registration`. */
export interface VehicleRegistrationDatabase extends ProcedureTables, EventTables, DeliveryTables {
  plate_district: PlateDistrictTable;
  vehicle: VehicleTable;
}
