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
  const wanted = wantedOf(table, keepImported ?? false);
  // Rows that say nothing new are left out before the insert: PostgreSQL would compute their search columns first.
  const written = await sql<{ isNew: boolean }>`
    INSERT INTO ${sql.table(table)} (${columns})
    SELECT ${columns} FROM jsonb_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) AS excluded
    WHERE NOT EXISTS (
      SELECT FROM ${sql.table(table)} WHERE ${sql.ref(`${table}.${key}`)} = ${given(key)} AND ${saysNothingNew(table, update, wanted)})
    ON CONFLICT (${sql.ref(key)}) ${onConflict(update, wanted)}
    RETURNING (xmax = 0) AS "isNew"`.execute(db);
  const inserted = written.rows.filter(({ isNew }) => isNew).length;
  const updated = written.rows.length - inserted;
  return { inserted, updated, unchanged: rows.length - inserted - updated };
}

const given = (column: string) => sql.ref(`excluded.${column}`);

type Wanted = (column: string) => RawBuilder<unknown>;

/** The value that a column is to have, where the row is there already. */
function wantedOf(table: string, keepImported: boolean): Wanted {
  const own = (column: string) => sql.ref(`${table}.${column}`);
  if (!keepImported) return given;
  return (column) =>
    sql`CASE WHEN ${own('source')} = 'import' THEN coalesce(${own(column)}, ${given(column)}) ELSE ${given(column)} END`;
}

function saysNothingNew(table: string, update: readonly string[], wanted: Wanted): RawBuilder<unknown> {
  if (update.length === 0) return sql`true`;
  const own = update.map((column) => sql.ref(`${table}.${column}`));
  return sql`(${sql.join(own)}) IS NOT DISTINCT FROM (${sql.join(update.map(wanted))})`;
}

function onConflict(update: readonly string[], wanted: Wanted): RawBuilder<unknown> {
  if (update.length === 0) return sql`DO NOTHING`;
  return sql`DO UPDATE SET ${sql.join(update.map((column) => sql`${sql.ref(column)} = ${wanted(column)}`))}`;
}
