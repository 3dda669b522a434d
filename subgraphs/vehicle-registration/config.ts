import { databaseUrl } from '../../platform/config/fields.ts';
import { readConfig } from '../../platform/config/read-config.ts';
import { subgraphEnvironment } from '../kit/config.ts';
import { seedEnvironment } from '../kit/seed.ts';

const environment = subgraphEnvironment(4003);

export const readVehicleRegistrationConfig = () => readConfig('vehicle-registration', environment, process.env);
export const readSeedConfig = () =>
  readConfig('vehicle-registration (seed)', { ...environment, ...seedEnvironment }, process.env);

/** What the importer of district codes needs: the database of the service's own role. */
export const readImportConfig = () =>
  readConfig('The import into vehicle registration', { DATABASE_URL: databaseUrl }, process.env);
