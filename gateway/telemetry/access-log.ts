import { destinationOf, type Logger } from '../../platform/log.ts';
import type { RequestRecord } from './request-record.ts';

export interface AccessLog {
  /** Writes the line of a request that is over. */
  write(record: RequestRecord, status: number, ms: number): void;
  /** Writes what is left. */
  close(): void;
}

/** Lines are written together, since each write is a call to the system: at this many characters, or after this time. */
const mostCharacters = 4_000;
const longestWaitMs = 100;

const infoLevel = 30;

/**
 * One line for each request, all of it from closed sets or made by the gateway: never a variable, a header, a name or a subject. The line is made here
 * and not by pino: there is nothing in it to redact, and it is the one that is written for every request.
 */
export function createAccessLog(log: Logger): AccessLog {
  const destination = destinationOf(log);
  const process: unknown = log.bindings()['process'];
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting !== '') destination.write(waiting);
    waiting = '';
  }

  return {
    write({ operation, kind, client, outcome, codes, cost, trace }, status, ms) {
      const line = {
        level: infoLevel,
        time: new Date().toISOString(),
        process,
        traceId: trace.traceId,
        operation,
        kind,
        client,
        outcome,
        codes: codes.length > 0 ? codes : undefined,
        status,
        ms: Math.round(ms * 10) / 10,
        cost,
        msg: 'request',
      };
      waiting += `${JSON.stringify(line)}\n`;
      if (waiting.length > mostCharacters) flush();
      else timer ??= setTimeout(flush, longestWaitMs).unref();
    },
    close: flush,
  };
}
