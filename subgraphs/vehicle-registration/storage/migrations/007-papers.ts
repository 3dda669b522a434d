import { sql, type Kysely } from 'kysely';

/** Whether the codes of new papers were asked for. What took effect before is left to clerks, as it was. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE procedure ADD COLUMN papers_at timestamptz(3)`.execute(db);
}
