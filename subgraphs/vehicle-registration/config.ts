import { readConfig } from '../../platform/config/read-config.ts';
import { subgraphEnvironment } from '../kit/config.ts';
import { seedEnvironment } from '../kit/seed.ts';

const environment = subgraphEnvironment(4003);

export const readVehicleRegistrationConfig = () => readConfig('vehicle-registration', environment, process.env);
export const readSeedConfig = () =>
  readConfig('vehicle-registration (seed)', { ...environment, ...seedEnvironment }, process.env);
