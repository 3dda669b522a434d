import { readConfig } from '../../platform/config/read-config.ts';
import { subgraphEnvironment } from '../kit/config.ts';
import { seedEnvironment } from '../kit/seed.ts';

const environment = subgraphEnvironment(4002);

export const readAppointmentsConfig = () => readConfig('appointments', environment, process.env);
export const readSeedConfig = () =>
  readConfig('appointments (seed)', { ...environment, ...seedEnvironment }, process.env);
