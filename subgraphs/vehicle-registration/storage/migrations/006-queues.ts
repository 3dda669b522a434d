import { sql, type Kysely } from 'kysely';

/** What clerks page through, in its order. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE INDEX queue_of_authority ON procedure (authority, submitted_at, id) WHERE submitted_at IS NOT NULL`.execute(
    db,
  );
  await sql`CREATE INDEX decided_of_authority ON procedure (authority, ended_at, id) WHERE state = 'DECIDED'`.execute(
    db,
  );
}
