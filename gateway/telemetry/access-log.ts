import { destinationOf, type Logger } from '../../platform/log.ts';
import type { EndedStream } from './observe-streams.ts';
import type { RequestRecord } from './request-record.ts';

export interface AccessLog {
  /** Writes the line of a request that is over. */
  write(record: RequestRecord, status: number, ms: number): void;
  /** Writes the line of a subscription that is over. */
  writeStream(stream: EndedStream): void;
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

  function add(line: object): void {
    waiting += `${JSON.stringify({ level: infoLevel, time: new Date().toISOString(), process, ...line })}\n`;
    if (waiting.length > mostCharacters) flush();
    else timer ??= setTimeout(flush, longestWaitMs).unref();
  }

  return {
    write({ operation, kind, client, outcome, codes, cost, trace }, status, ms) {
      add({
        traceId: trace.traceId,
        operation,
        kind,
        client,
        outcome,
        codes: codes.length > 0 ? codes : undefined,
        status,
        ms: rounded(ms),
        cost,
        msg: 'request',
      });
    },
    writeStream({ record: { operation, client, codes, cost, trace }, way, end, events, failures, ms }) {
      add({
        traceId: trace.traceId,
        operation,
        client,
        way,
        end,
        codes: codes.length > 0 ? codes : undefined,
        events,
        failures: failures > 0 ? failures : undefined,
        ms: rounded(ms),
        cost,
        msg: 'subscription',
      });
    },
    close: flush,
  };
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10;
