import { z } from 'zod';
import { flag, secret } from '../../platform/config/fields.ts';

/** What the gateway's environment says about keeping public data. */
export const cachingEnvironment = {
  /** Whether data that the schema calls public is kept; in Redis where there is one, else in memory. */
  PUBLIC_CACHE: flag(true),
  /** Bytes that it may take in this process. */
  PUBLIC_CACHE_BYTES: z.coerce
    .number({ error: 'expected a number of bytes' })
    .int()
    .positive()
    .default(64 * 1_024 * 1_024),
  /** Bearer token of `POST /cache/invalidate` on the operations port (METRICS_PORT); without it nobody can invalidate. */
  CACHE_INVALIDATION_TOKEN: secret.optional(),
};

export interface CachingSettings {
  PUBLIC_CACHE: boolean;
  PUBLIC_CACHE_BYTES: number;
  CACHE_INVALIDATION_TOKEN: string | undefined;
}
