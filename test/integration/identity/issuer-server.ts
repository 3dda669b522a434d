import { fastify } from 'fastify';
import type { Kysely } from 'kysely';
import { connectDatabase } from '../../../platform/database/connect.ts';
import { migrate } from '../../../platform/database/migrate.ts';
import { freePort } from '../../../platform/free-port.ts';
import { createLogger } from '../../../platform/log.ts';
import { specimenMeans } from '../../../subgraphs/identity/clients/specimen-means.ts';
import { createIssuer } from '../../../subgraphs/identity/login/issuer.ts';
import type { IssuerOptions } from '../../../subgraphs/identity/login/issuer-options.ts';
import { generateSigningKey } from '../../../subgraphs/kit/signing-keys.ts';
import { openAccounts } from '../../../subgraphs/identity/storage/accounts.ts';
import type { IdentityDatabase } from '../../../subgraphs/identity/storage/database.ts';
import { migrations } from '../../../subgraphs/identity/storage/migrations/index.ts';
import { writeSpecimenAccounts } from '../../../subgraphs/identity/storage/specimen-accounts.ts';
import { writeSpecimenClerks } from '../../../subgraphs/identity/storage/specimen-clerks.ts';
import { openSpecimenCitizens } from '../../../subgraphs/identity/storage/specimen-citizens.ts';
import { specimenCitizens } from '../../../subgraphs/kit/specimen/citizen.ts';
import { today } from '../../../subgraphs/kit/specimen/days.ts';
import { testDatabase } from '../../testkit/postgres.ts';

export const playground = 'http://127.0.0.1:4000';

const citizens = specimenCitizens({ count: 12, day: today() }).map((citizen) => ({ ...citizen, sub: citizen.subject }));
const subjectOf = (key: string) => citizens.find((citizen) => citizen.key === key)?.subject ?? '';

/** The `sub` of Erika Mustermann, who has every means of identification. */
export const erika = subjectOf('erika');
/** The `sub` of Max Mustermann, who has nothing but a password here. */
export const max = subjectOf('max');

export interface TestDatabase {
  db: Kysely<IdentityDatabase>;
  stop(): Promise<void>;
}

/** Identity's database with the dozen specimen citizens in it. */
export async function startDatabase(): Promise<TestDatabase> {
  const database = await testDatabase('identity');
  const db = connectDatabase<IdentityDatabase>({ url: database.url, schema: 'identity', applicationName: 'test' });
  await migrate(db, 'identity', migrations);
  await writeSpecimenAccounts(db, citizens);
  await writeSpecimenClerks(db);
  await db.deleteFrom('credential').where('account_id', '=', max).where('means', '<>', 'PASSWORD').execute();
  return {
    db,
    async stop() {
      await db.destroy();
      await database.drop();
    },
  };
}

export interface IssuerServer {
  /** The issuer's URL. */
  issuer: string;
  /** The same for this instance, where several share one issuer URL. */
  address: string;
  logged: string[];
  close(): Promise<unknown>;
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
    accounts: openAccounts(db),
    means: specimenMeans(openSpecimenCitizens(db)),
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
    close: () => server.close(),
  };
}
