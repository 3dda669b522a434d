import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { provisionDatabase } from '../../platform/database/provision.ts';

export interface TestDatabase {
  /** URL of the superuser on a database of this test's own. */
  adminUrl: string;
  /** URL of a service's own role in it. */
  urlFor(service: string): string;
  drop(): Promise<void>;
}

function serverUrl(): URL {
  const url = process.env['TEST_POSTGRES_URL'];
  if (!url)
    throw new Error('The tests expect the PostgreSQL that their global set-up starts; run them with `npm test`.');
  return new URL(url);
}

async function execute(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl().href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database of this test's own, with a role and a schema for each of the services. */
export async function testDatabases(services: readonly string[]): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await execute(`CREATE DATABASE ${name}`);
  const adminUrl = new URL(serverUrl());
  adminUrl.pathname = `/${name}`;
  const urls = await provisionDatabase({ adminUrl: adminUrl.href, services, key: 'test' });
  return {
    adminUrl: adminUrl.href,
    urlFor(service) {
      const url = urls.get(service);
      if (!url) throw new Error(`This test's database was made for ${services.join(', ')}, not for ${service}.`);
      return url;
    },
    drop: () => execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** A database of this test's own for one service. */
export async function testDatabase(service: string): Promise<{ url: string; drop(): Promise<void> }> {
  const database = await testDatabases([service]);
  return { url: database.urlFor(service), drop: () => database.drop() };
}
