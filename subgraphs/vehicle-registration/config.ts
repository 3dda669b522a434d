import { z } from 'zod';
import { anyUrl, databaseUrl, list, secret } from '../../platform/config/fields.ts';
import { readConfig } from '../../platform/config/read-config.ts';
import { subgraphEnvironment } from '../kit/config.ts';
import { seedEnvironment } from '../kit/seed.ts';
import { outsideEnvironment } from './clients/outside-config.ts';

const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'expected whsec_ and 24 to 64 bytes in base64 (Standard Webhooks)');

/** Under which the security codes of vehicles are hashed; whoever changes it makes all stored codes worthless. */
const pepper = { CODE_PEPPER: secret };

const environment = {
  ...subgraphEnvironment(4003),
  ...outsideEnvironment,
  ...pepper,
  /** `file:` or `http(s):` URL of a private JWK set (Ed25519); the first key signs fee demands. */
  FEE_DEMAND_KEYS: anyUrl,
  /** Secrets of the events that payments sends, separated by commas: the present one, and the former while it is replaced. */
  PAYMENT_EVENTS_SECRETS: list.pipe(z.array(webhookSecret).min(1, 'expected at least one secret (whsec_…)')),
};

export const readVehicleRegistrationConfig = () => readConfig('vehicle-registration', environment, process.env);
export type VehicleRegistrationConfig = ReturnType<typeof readVehicleRegistrationConfig>;

export const readSeedConfig = () =>
  readConfig(
    'vehicle-registration (seed)',
    { ...subgraphEnvironment(4003), ...pepper, ...seedEnvironment },
    process.env,
  );

/** What the importer of district codes needs: the database of the service's own role. */
export const readImportConfig = () =>
  readConfig('The import into vehicle registration', { DATABASE_URL: databaseUrl }, process.env);
