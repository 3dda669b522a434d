import { pino, type Logger } from 'pino';
import { redact } from './redact.ts';
import { currentTrace } from './telemetry/current-trace.ts';

export type { Logger };

/** Where lines go. */
export interface LogDestination {
  write(line: string): void;
}

/** PostgreSQL's class 22: a value that cannot be used, which its message repeats in quotes. */
const dataException = /^22[0-9A-Z]{3}$/;

/**
 * What of an error is safe to log: its class, code, message and stack, without the values that libraries attach.
 * Threat: what a citizen typed in comes back in the message of the library that could not read it. Rule: where that is known to happen,
 * quoted text is left out.
 */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const errorCode = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const quotesValues = error instanceof SyntaxError || dataException.test(errorCode ?? '');
  const shown = (text: string | undefined) => (quotesValues ? text?.replaceAll(/"[^"]*"/g, '"…"') : text);
  return {
    type: error.name,
    message: shown(error.message),
    stack: shown(error.stack),
    ...(errorCode === undefined ? {} : { errorCode }),
  };
}

/** Lines of one request are joined by this, also across processes. */
function traceFields(): { traceId?: string } {
  const trace = currentTrace();
  return trace ? { traceId: trace.traceId } : {};
}

export interface LoggerOptions {
  /** The process's name as it stands in every line. */
  process: string;
  level: string;
  /** Standard output by default. */
  destination?: LogDestination;
}

const destinations = new WeakMap<Logger, LogDestination>();

/** JSON lines, with personal data and secrets redacted. */
export function createLogger({
  process: processName,
  level,
  destination = pino.destination(1),
}: LoggerOptions): Logger {
  const log = pino(
    {
      level,
      base: { process: processName },
      timestamp: pino.stdTimeFunctions.isoTime,
      // pino's own redaction takes 240 µs a line with as many paths; this takes two and knows no depth at which it ends too early.
      formatters: { log: redact },
      serializers: { err: serializeError, error: serializeError },
      mixin: traceFields,
    },
    destination,
  );
  destinations.set(log, destination);
  // pino gives what a child logger is made with no formatter.
  const child = log.child.bind(log);
  log.child = (bindings: Record<string, unknown>, options?: object) => child(redact(bindings), { ...options });
  return log;
}

/** Where a logger of `createLogger` writes, for lines that are complete already. */
export function destinationOf(log: Logger): LogDestination {
  const destination = destinations.get(log);
  if (!destination) throw new Error('Expected a logger that createLogger made.');
  return destination;
}
