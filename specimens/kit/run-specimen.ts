import { readSpecimenConfig } from './config.ts';
import type { RunningSpecimen, SpecimenOptions } from './specimen-server.ts';

/** Runs a specimen system as a process: until SIGTERM, SIGINT or the end of the process that started it. */
export async function runSpecimen(start: (options: SpecimenOptions) => Promise<RunningSpecimen>): Promise<void> {
  try {
    const running = await start(readSpecimenConfig());
    const end = () => void running.close().then(() => process.exit(0));
    process.on('SIGTERM', end);
    process.on('SIGINT', end);
    process.on('disconnect', end);
    process.send?.({ ready: running.url });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
