import 'reflect-metadata';
import { runProcess } from '../../platform/run-process.ts';
import { seed } from '../kit/seed.ts';
import { readSeedConfig } from './config.ts';
import { codeDigests } from './domain/procedures/security-code.ts';
import { createVehicleRegistration } from './subgraph.ts';

runProcess(() => {
  const config = readSeedConfig();
  return seed(createVehicleRegistration({ codes: codeDigests(config.CODE_PEPPER) }), config);
});
