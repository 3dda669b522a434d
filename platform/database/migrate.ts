import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';

/** Migrations by name; names sort in the order in which they run: `001-…`, `002-…`. */
export type Migrations = Record<string, Migration>;

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
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}
