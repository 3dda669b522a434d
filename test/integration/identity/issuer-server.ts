import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify } from 'fastify';
import type { Kysely } from 'kysely';
import { connectDatabase } from '../../../platform/database/connect.ts';
import { startEmbeddedPostgres } from '../../../platform/database/embedded-postgres.ts';
import { migrate } from '../../../platform/database/migrate.ts';
import { provisionDatabase } from '../../../platform/database/provision.ts';
import { freePort } from '../../../platform/free-port.ts';
import { createLogger } from '../../../platform/log.ts';
import { specimenMeans, type SpecimenCitizen } from '../../../subgraphs/identity/clients/specimen-means.ts';
import type { Accounts } from '../../../subgraphs/identity/domain/accounts.ts';
import { createIssuer } from '../../../subgraphs/identity/login/issuer.ts';
import type { IssuerOptions } from '../../../subgraphs/identity/login/issuer-options.ts';
import { generateSigningKey } from '../../../subgraphs/identity/login/signing-keys.ts';
import type { IdentityDatabase } from '../../../subgraphs/identity/storage/database.ts';
import * as loginRecordsMigration from '../../../subgraphs/identity/storage/migrations/001-login-records.ts';

export const playground = 'http://127.0.0.1:4000';

interface Person extends SpecimenCitizen {
  accountId: string;
}

const everyMeans = (key: string) => ({ PASSWORD: `user:${key}`, ELSTER: `elster:${key}`, EID: `card:${key}` });

export const erika: Person = {
  key: 'erika',
  accountId: '01980000-0000-7000-8000-000000000001',
  fullName: 'Erika Mustermann',
  place: 'Leipzig',
  pseudonyms: everyMeans('erika'),
};
export const max: Person = {
  key: 'max',
  accountId: '01980000-0000-7000-8000-000000000002',
  fullName: 'Max Mustermann',
  place: 'Chemnitz',
  pseudonyms: { PASSWORD: 'user:max' },
};
/** Has a card, but never opened an account. */
const stranger: SpecimenCitizen = {
  key: 'stranger',
  fullName: 'Ohne Konto',
  place: 'Halle',
  pseudonyms: { EID: 'card:stranger' },
};

const people = [erika, max];

/** The accounts as the issuer sees them. */
export const accounts: Accounts = {
  findByPseudonym: (means, pseudonym) =>
    Promise.resolve(people.find((person) => person.pseudonyms[means] === pseudonym)),
  find: (accountId) => Promise.resolve(people.find((person) => person.accountId === accountId)),
};

export interface TestDatabase {
  db: Kysely<IdentityDatabase>;
  stop(): Promise<void>;
}

export async function startDatabase(): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'amtgraph-identity-'));
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), settings: ['fsync=off'] });
  const urls = await provisionDatabase({ adminUrl: postgres.url, services: ['identity'], key: 'test' });
  const url = urls.get('identity') ?? postgres.url;
  const db = connectDatabase<IdentityDatabase>({ url, schema: 'identity', applicationName: 'test' });
  await migrate(db as Kysely<unknown>, 'identity', { '001-login-records': loginRecordsMigration });
  return {
    db,
    async stop() {
      await db.destroy();
      await postgres.stop();
      await rm(directory, { recursive: true });
    },
  };
}

export interface IssuerServer {
  /** The issuer's URL. */
  issuer: string;
  /** The same for this instance, where several share one issuer URL. */
  address: string;
  logged: string[];
  close(): Promise<void>;
}

/** The options of an issuer for tests, all specimen means on. */
export async function issuerOptions(
  db: Kysely<IdentityDatabase>,
  overrides: Partial<IssuerOptions> = {},
): Promise<IssuerOptions> {
  return {
    issuer: 'http://127.0.0.1:4001/oidc',
    playgroundOrigins: [playground],
    audience: 'amtgraph-gateway',
    signingKeys: [await generateSigningKey()],
    cookieSecrets: ['a-cookie-secret-of-tests-32-letters'],
    db,
    accounts,
    means: specimenMeans(() => Promise.resolve([...people, stranger])),
    log: createLogger({ process: 'test', level: 'silent' }),
    isProduction: false,
    ...overrides,
  };
}

export async function startIssuer(
  db: Kysely<IdentityDatabase>,
  overrides: Partial<IssuerOptions> = {},
): Promise<IssuerServer> {
  const port = await freePort();
  const logged: string[] = [];
  const log = createLogger({
    process: 'test',
    level: 'info',
    destination: { write: (line) => void logged.push(line) },
  });
  const url = `http://127.0.0.1:${port}/oidc`;
  const options = await issuerOptions(db, { issuer: url, log, ...overrides });
  const issuer = createIssuer(options);
  const server = fastify();
  await server.register(issuer.routes, { prefix: issuer.path });
  await server.listen({ port, host: '127.0.0.1' });
  return {
    issuer: options.issuer,
    address: url,
    logged,
    async close() {
      issuer.close();
      await server.close();
    },
  };
}
