import type { Migrations } from '../../../../platform/database/migrate.ts';
import * as vehicles from './001-vehicles.ts';

export const migrations: Migrations = {
  '001-vehicles': vehicles,
};
