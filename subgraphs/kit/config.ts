import { z } from 'zod';
import { anyUrl, common, databaseUrl, port } from '../../platform/config/fields.ts';

/** What every subgraph reads from its environment. */
export const subgraphEnvironment = (defaultPort: number) => ({
  ...common,
  PORT: port(defaultPort),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: databaseUrl,
  ASSERTION_ISSUER: z.string().default('amtgraph-gateway'),
  ASSERTION_JWKS: anyUrl,
});

/** What a subgraph needs to serve, whatever else it reads. */
export interface SubgraphConfig {
  NODE_ENV: 'production' | 'development' | 'test';
  LOG_LEVEL: string;
  PORT: number;
  HOST: string;
  DATABASE_URL: string;
  ASSERTION_ISSUER: string;
  ASSERTION_JWKS: string;
  OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  OTEL_TRACES_SAMPLER_ARG?: number | undefined;
}
