import { readConfig } from '../../platform/config/read-config.ts';
import { subgraphEnvironment } from '../kit/config.ts';
import { seedEnvironment } from '../kit/seed.ts';

const environment = subgraphEnvironment(4004);

export const readPaymentsConfig = () => readConfig('payments', environment, process.env);
export const readSeedConfig = () => readConfig('payments (seed)', { ...environment, ...seedEnvironment }, process.env);
