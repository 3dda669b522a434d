import 'reflect-metadata';
import { createLogger } from '../../platform/log.ts';
import { runProcess } from '../../platform/run-process.ts';
import { serve } from '../kit/http/serve.ts';
import { readVehicleRegistrationConfig } from './config.ts';
import { assemble } from './run.ts';

runProcess(async () => {
  const config = readVehicleRegistrationConfig();
  const log = createLogger({ process: 'vehicle-registration', level: config.LOG_LEVEL });
  const { subgraph, start } = await assemble(config, log);
  await serve(subgraph, config, { start });
});
