import type { Logger } from '../../platform/log.ts';
import type { RequestRecord } from './request-record.ts';

/** Writes the line of a request that is over. */
export type AccessLog = (record: RequestRecord, status: number, ms: number) => void;

/**
 * One line for each request, all of it from closed sets or made by the gateway: never a variable, a header, a name or a subject.
 * It goes through the process's log without that one's redaction, which would have nothing to find and costs more than the line.
 */
export function createAccessLog(log: Logger): AccessLog {
  const lines = log.child({}, { redact: [] });
  return ({ operation, kind, client, outcome, codes, cost, trace }, status, ms) => {
    lines.info(
      {
        operation,
        kind,
        client,
        outcome,
        codes: codes.length > 0 ? codes : undefined,
        status,
        ms: Math.round(ms * 10) / 10,
        cost,
        traceId: trace.traceId,
      },
      'request',
    );
  };
}
