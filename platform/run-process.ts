import { ConfigurationError } from './config/read-config.ts';

/** An error whose message is written for the person who starts the process; shown without a stack. */
export class StartError extends Error {
  override name = 'StartError';
}

function explain(error: unknown): string {
  if (error instanceof ConfigurationError || error instanceof StartError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `${error.message.replace(/^listen EADDRINUSE: /, '')}: another program uses this port. Stop it or choose another (npm start -- --port N).`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs a process's main function; a failure to start is one clear message on standard error and exit code 1. */
export function runProcess(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  });
}
