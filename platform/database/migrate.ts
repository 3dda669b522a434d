import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';

/** Migrations by name; names sort in the order in which they run: `001-…`, `002-…`. */
export type Migrations = Record<string, Migration>;

/** How long a database that takes no connection in time is asked again, milliseconds: a machine that starts everything at once is busy with that. */
const patienceMs = 60_000;
/** The driver gives these two no code. */
const noConnectionInTime = /connection timeout|timeout exceeded when trying to connect/;

/**
 * Brings a service's schema up to date before it listens. Several instances may start at once: kysely takes a lock.
 * @returns the names of the migrations that ran
 * @throws the first migration's error; what ran before it stays, each migration being a transaction of its own
 */
export async function migrate<Database>(
  db: Kysely<Database>,
  schema: string,
  migrations: Migrations,
): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableSchema: schema,
  });
  const giveUpAt = Date.now() + patienceMs;
  let { error, results } = await migrator.migrateToLatest();
  while (error instanceof Error && noConnectionInTime.test(error.message) && Date.now() < giveUpAt)
    ({ error, results } = await migrator.migrateToLatest());
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}
