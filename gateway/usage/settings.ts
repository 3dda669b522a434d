import { z } from 'zod';
import { httpUrl } from '../../platform/config/fields.ts';

/** Where usage is reported, as the environment says it. */
export const usageEnvironment = {
  /** Where usage is sent; `/usage` of REGISTRY_URL unless told. */
  USAGE_URL: httpUrl.optional(),
  /** Seconds between two reports; 0 reports nothing. */
  USAGE_SECONDS: z.coerce.number({ error: 'expected seconds, 0 for no reports' }).min(0).max(3_600).default(60),
};

/** The settings, read. */
export type UsageSettings = { [Name in keyof typeof usageEnvironment]: z.infer<(typeof usageEnvironment)[Name]> };
