import { runProcess } from '../../platform/run-process.ts';
import { closeOnSignals } from '../../platform/shutdown.ts';
import { readRegistryConfig } from './config.ts';
import { startRegistry } from './start-registry.ts';

runProcess(async () => {
  const running = await startRegistry(readRegistryConfig());
  closeOnSignals(running.shutdown, running.log);
  process.send?.({ ready: running.url });
});
