import 'reflect-metadata';
import { createLogger } from '../../platform/log.ts';
import { runProcess, StartError } from '../../platform/run-process.ts';
import { operateEvents, OperatingFailed } from '../kit/events/operate-events.ts';
import { openDatabase } from '../kit/http/serve.ts';
import { readEventsConfig } from './config.ts';
import { payments } from './subgraph.ts';

/** `list`, `retry ID…`, `retry --all`: what payments could not tell the demanding services. */
runProcess(async () => {
  const db = await openDatabase(
    payments,
    readEventsConfig(),
    createLogger({ process: 'payments-events', level: 'warn' }),
  );
  try {
    await operateEvents(db, process.argv.slice(2), (line) => void process.stdout.write(`${line}\n`));
  } catch (error) {
    throw error instanceof OperatingFailed ? new StartError(error.message) : error;
  } finally {
    await db.destroy();
  }
});
