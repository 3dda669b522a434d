import { z } from 'zod';
import { flag } from '../../platform/config/fields.ts';

/** What the gateway's environment says about telemetry, besides what every process reads. */
export const telemetryEnvironment = {
  /** Port of `/metrics`, never the public one; 0 takes a free one and logs it. Unset: nothing is counted. */
  METRICS_PORT: z.coerce.number({ error: 'expected a port between 0 and 65535' }).int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  /** One line for each request, at level info. */
  ACCESS_LOG: flag(true),
};

export interface TelemetrySettings {
  METRICS_PORT: number | undefined;
  METRICS_HOST: string;
  ACCESS_LOG: boolean;
  OTEL_EXPORTER_OTLP_ENDPOINT: string | undefined;
  OTEL_TRACES_SAMPLER_ARG: number;
}
