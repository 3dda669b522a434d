import { z } from 'zod';
import { anyUrl, databaseUrl, httpUrl, list, secret } from '../../platform/config/fields.ts';
import { readConfig } from '../../platform/config/read-config.ts';
import { subgraphEnvironment } from '../kit/config.ts';
import { seedEnvironment } from '../kit/seed.ts';
import { ownClient } from './domain/fee-demand.ts';

/** JSON in a variable, of a shape. */
const json = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('expected JSON');
        return z.NEVER;
      }
    })
    .pipe(shape);

const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'expected whsec_ and 24 to 64 bytes in base64 (Standard Webhooks)');

const authorities = z.array(
  z.string().regex(/^(\d{0,8}\*|\d{2}|\d{5}|\d{8})$/, 'expected an AGS, or its beginning and *'),
);

const clients = z.array(
  z.object({
    name: z
      .string()
      .min(1)
      .refine((name) => name !== ownClient, `expected another name than ${ownClient}, which demands open fees`),
    authorities,
    jwksUrl: anyUrl,
    webhookUrl: httpUrl,
    webhookSecret: z.union([webhookSecret, z.array(webhookSecret).min(1)]),
  }),
);

const payees = z.array(
  z.object({ authority: z.string(), name: z.string().min(1).max(70), iban: z.string(), bic: z.string().optional() }),
);

const mandateKeys = list.transform((parts, context) => {
  const keys = parts.map((part) => {
    const [id = '', key = ''] = part.split(/=(.*)/s);
    return { id, key: Buffer.from(key, 'base64url') };
  });
  const [first, ...others] = keys;
  if (first && keys.every(({ id, key }) => id && key.length === 32)) return [first, ...others] as const;
  context.addIssue('expected name=key pairs separated by commas, each key 32 bytes in base64url');
  return z.NEVER;
});

const environment = {
  ...subgraphEnvironment(4004),
  /** The payment provider's interface (XBezahldienste). */
  PROVIDER_URL: httpUrl,
  /** Bearer token for it. */
  PROVIDER_KEY: secret,
  /** Signs the provider's callbacks. */
  PROVIDER_SECRET: webhookSecret,
  /** Services whose fee demands are taken, as JSON: [{ name, authorities, jwksUrl, webhookUrl, webhookSecret }]. */
  PAYMENT_CLIENTS: json(clients).default([]),
  /** Bank accounts of the authorities for transfers, as JSON: [{ authority, name, iban, bic }]. */
  PAYEES: json(payees).default([]),
  /** Keys that encrypt SEPA mandates, name=key separated by commas; the first one encrypts, the others still decrypt. */
  MANDATE_KEYS: mandateKeys,
  /** Where the paying page leads back to. */
  RETURN_URL: httpUrl,
  /** Origins of further applications that people may be led back to. */
  RETURN_ORIGINS: list,
};

export const readPaymentsConfig = () => readConfig('payments', environment, process.env);

/** What the import of bank statements needs: the database of the service's own role, and whose account is whose. */
export const readImportConfig = () =>
  readConfig(
    'The import into payments',
    {
      DATABASE_URL: databaseUrl,
      PAYEES: environment.PAYEES,
      /** Accounts (IBAN) from which the payment provider pays out: what comes from there its settlement files have already told. */
      PROVIDER_ACCOUNTS: list,
    },
    process.env,
  );

/** What the command needs that sends events again: the database of the service's own role. */
export const readEventsConfig = () => readConfig('The events of payments', { DATABASE_URL: databaseUrl }, process.env);

export const readSeedConfig = () =>
  readConfig('payments (seed)', { ...subgraphEnvironment(4004), ...seedEnvironment }, process.env);
