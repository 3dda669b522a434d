import { pino, type Logger } from 'pino';
import { currentTrace } from './telemetry/current-trace.ts';

export type { Logger };

/**
 * Threat: names, tokens, codes or connection strings end up in a log that many people and machines read.
 * Rule: these keys are never written, at any of the first levels of a logged object; request and response bodies are not logged at all.
 */
const secretKeys = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-amtgraph-caller',
  'x-api-key',
  'token',
  'access_token',
  'id_token',
  'refresh_token',
  'password',
  'secret',
  'code',
  'codes',
  'code_verifier',
  'apiKey',
  'iban',
  'vin',
  'plate',
  'name',
  'givenNames',
  'familyName',
  'mail',
  'phone',
  'sub',
  'variables',
  'parameters',
  'connectionString',
];

const redacted = secretKeys.flatMap((key) => {
  const property = /^\w+$/.test(key) ? `.${key}` : `["${key}"]`;
  return [property.replace(/^\./, ''), `*${property}`, `*.*${property}`, `*.*.*${property}`];
});

/** What of an error is safe to log: its class, code, message and stack, without the values that libraries attach. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { errorCode: error.code } : {};
  return { type: error.name, message: error.message, stack: error.stack, ...code };
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
  /** Where lines go; standard output by default. */
  destination?: { write(line: string): void };
}

/** JSON lines on standard output, with personal data and secrets redacted. */
export function createLogger({ process: processName, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { process: processName },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redacted, censor: '[redacted]' },
    serializers: { err: serializeError, error: serializeError },
    mixin: traceFields,
  };
  return destination ? pino(options, destination) : pino(options);
}
