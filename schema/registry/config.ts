import { z } from 'zod';
import { anyUrl, common, databaseUrl, httpUrl, list, port } from '../../platform/config/fields.ts';
import { readConfig } from '../../platform/config/read-config.ts';

const number = (usual: number) => z.coerce.number({ error: 'expected a number of 0 or more' }).min(0).default(usual);
const count = (usual: number) =>
  z.coerce.number({ error: 'expected a whole number above 0' }).int().positive().default(usual);

const token = z
  .string()
  .regex(/^amt_[a-z0-9]{16}_[\w-]{43}$/, 'expected amt_<16 hexadecimal digits>_<43 characters>')
  .optional();

const environment = {
  ...common,
  PORT: port(4100),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: databaseUrl,
  /** `file:` or `http(s):` URL of a private JWK (Ed25519) that seals supergraphs. */
  REGISTRY_SIGNING_KEY: anyUrl,
  /** Where people and routers reach the registry; what it listens on unless told. */
  REGISTRY_PUBLIC_URL: httpUrl.optional(),
  /** Token of the first operator; taken in when its id is not known yet. */
  REGISTRY_ROOT_TOKEN: token,
  /** Token of the installation's own gateway, likewise. */
  REGISTRY_GATEWAY_TOKEN: token,
  /** Root fields that anybody may ask, as coordinates. */
  PUBLIC_ROOT_FIELDS: list,
  /** Hosts that routing URLs may name although they are not https, or inside the building. */
  ALLOWED_HOSTS: list,
  /** What a breaking change takes away counts as used from so many requests in USAGE_DAYS … */
  MINIMAL_USAGE_REQUESTS: count(1),
  /** … or from such a part of all requests, in percent. */
  MINIMAL_USAGE_PERCENT: number(0),
  USAGE_DAYS: count(30),
  /** Longest time of composing or checking, milliseconds, and memory of a worker, MB. */
  COMPOSITION_TIMEOUT_MS: count(10_000),
  COMPOSITION_MEMORY_MB: count(512),
  COMPOSITION_WORKERS: count(2),
};

/**
 * Reads the registry's configuration.
 * @throws ConfigurationError with everything that is wrong
 */
export const readRegistryConfig = () => readConfig('registry', environment, process.env);
export type RegistryConfig = ReturnType<typeof readRegistryConfig>;
