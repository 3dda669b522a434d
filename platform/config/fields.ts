import { z } from 'zod';

/** A TCP port; 0 takes any free one. */
export const port = (fallback: number) =>
  z.coerce.number({ error: 'expected a port between 0 and 65535' }).int().min(0).max(65535).default(fallback);

/** A PostgreSQL connection URL. */
export const databaseUrl = z
  .string({ error: 'expected a PostgreSQL URL such as postgres://role:password@host:5432/database' })
  .regex(/^postgres(ql)?:\/\/.+/, 'expected a PostgreSQL URL such as postgres://role:password@host:5432/database');

/** An absolute http, https or file URL. */
export const anyUrl = z
  .string({ error: 'expected a URL (http:, https: or file:)' })
  .refine(
    (text) => URL.canParse(text) && ['http:', 'https:', 'file:'].includes(new URL(text).protocol),
    'expected a URL (http:, https: or file:)',
  );

/** An absolute http(s) URL. */
export const httpUrl = z
  .string({ error: 'expected an http or https URL' })
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'expected an http or https URL');

/** A secret of at least 32 characters. */
export const secret = z
  .string({ error: 'expected a secret of at least 32 characters' })
  .min(32, 'expected a secret of at least 32 characters');

/** `true` or `false`. */
export const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'], { error: 'expected true or false' })
    .default(fallback ? 'true' : 'false')
    .transform((text) => text === 'true');

/** Values separated by commas; white space around them is dropped. */
export const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );

/** Pairs `name=value` separated by commas, as a map. */
export const pairs = list.transform((parts, context) => {
  const entries = parts.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const);
  if (parts.some((part) => !/^[^=]+=.+/.test(part))) context.addIssue('expected name=value pairs separated by commas');
  return Object.fromEntries(entries);
});

/** `production` is the default: what is convenient and unsafe has to be asked for. */
export const environment = z
  .enum(['production', 'development', 'test'], { error: 'expected production, development or test' })
  .default('production');

/** Levels of pino. */
export const logLevel = z
  .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    error: 'expected a log level: info, warn, …',
  })
  .default('info');

/** A part of a whole, 0 to 1. */
const ratio = z.coerce.number({ error: 'expected a number from 0 to 1' }).min(0).max(1).default(1);

/** What every process of the system reads. */
export const common = {
  NODE_ENV: environment,
  LOG_LEVEL: logLevel,
  /** Base URL of an OTLP/HTTP receiver; no traces are recorded without it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  /** Part of the traces that is recorded. */
  OTEL_TRACES_SAMPLER_ARG: ratio,
};
