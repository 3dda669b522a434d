import { z } from 'zod';
import { httpUrl, port, secret } from '../../platform/config/fields.ts';
import { readConfig } from '../../platform/config/read-config.ts';

const environment = {
  PORT: port(4206),
  HOST: z.string().default('127.0.0.1'),
  /** Under which address browsers reach the paying page; by default where it listens. */
  PUBLIC_URL: httpUrl.optional(),
  /** What a caller of the API shows as bearer token. */
  API_KEY: secret,
  /** Where changes of a transaction are told. Nothing is told without one. */
  CALLBACK_URL: httpUrl.optional(),
  /** Signs the callbacks (Standard Webhooks), `whsec_` and base64. */
  CALLBACK_SECRET: z.string().regex(/^whsec_[A-Za-z0-9+/=]{32,}$/, 'expected whsec_ and at least 24 bytes as base64'),
  /** File that keeps the transactions over a restart; without one they live in memory. */
  DATA_FILE: z.string().optional(),
};

export const readProviderConfig = () => readConfig('payment-provider', environment, process.env);
