import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import type { DirectoryDatabase } from './database.ts';

/** What became of the rows that were written. */
export interface WriteCounts {
  inserted: number;
  updated: number;
  unchanged: number;
}

export type Connection = Kysely<DirectoryDatabase> | Transaction<DirectoryDatabase>;

export interface UpsertOptions<Row> {
  /** Column that tells rows apart. */
  key?: string;
  /** Columns that a row that is there already takes over; the others are only written when it is new. */
  update: readonly (keyof Row & string)[];
  /** A row that an import wrote takes over only what the import left open: what it brought is better than the excerpt. */
  keepImported?: boolean;
}

/** Writes rows of one shape in one statement; rows that say nothing new are not touched, so that a second run writes nothing. */
export async function upsert<Row extends object>(
  db: Connection,
  table: keyof DirectoryDatabase,
  rows: readonly Row[],
  { key = 'id', update, keepImported }: UpsertOptions<Row>,
): Promise<WriteCounts> {
  const [first] = rows;
  if (!first) return { inserted: 0, updated: 0, unchanged: 0 };
  const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)));
  const written = await sql<{ isNew: boolean }>`
    INSERT INTO ${sql.table(table)} (${columns})
    SELECT ${columns} FROM jsonb_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT (${sql.ref(key)}) ${onConflict(table, update, keepImported ?? false)}
    RETURNING (xmax = 0) AS "isNew"`.execute(db);
  const inserted = written.rows.filter(({ isNew }) => isNew).length;
  const updated = written.rows.length - inserted;
  return { inserted, updated, unchanged: rows.length - inserted - updated };
}

const given = (column: string) => sql.ref(`excluded.${column}`);

function onConflict(table: string, update: readonly string[], keepImported: boolean): RawBuilder<unknown> {
  if (update.length === 0) return sql`DO NOTHING`;
  const own = (column: string) => sql.ref(`${table}.${column}`);
  const wanted = (column: string) =>
    keepImported
      ? sql`CASE WHEN ${own('source')} = 'import' THEN coalesce(${own(column)}, ${given(column)}) ELSE ${given(column)} END`
      : given(column);
  return sql`DO UPDATE SET ${sql.join(update.map((column) => sql`${sql.ref(column)} = ${wanted(column)}`))}
    WHERE (${sql.join(update.map(own))}) IS DISTINCT FROM (${sql.join(update.map(wanted))})`;
}
