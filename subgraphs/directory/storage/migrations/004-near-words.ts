import { sql, type Kysely } from 'kysely';

/**
 * Ids of rows in which something is much like a word. PostgreSQL believes that comparing trigrams costs nothing and would read the whole table;
 * by the index it takes a hundredth of the time.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['authority', 'service']) {
    await sql`
      CREATE FUNCTION ${sql.ref(`near_${table}`)}(term text) RETURNS SETOF uuid
      LANGUAGE sql STABLE STRICT PARALLEL SAFE SET enable_seqscan = off
      BEGIN ATOMIC
        SELECT id FROM ${sql.table(table)} WHERE term OPERATOR(public.<%) search_text;
      END`.execute(db);
  }
}
