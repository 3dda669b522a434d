import { sql } from 'kysely';
import type { GraphRef } from '../domain/graph-ref.ts';
import type { UsageBatch } from '../usage/mount-usage.ts';
import type { Db, Tx } from './database.ts';

interface CountRow {
  graph: string;
  variant: string;
  day: string;
  client: string;
  count: number;
}

const rowsAtOnce = 5_000;

/** Adds a batch of counts, once: the same batch again changes nothing. */
export async function storeUsage(db: Db, { graph, variant }: GraphRef, { id, entries }: UsageBatch): Promise<void> {
  const requests = entries.map(({ day, client, requests: count }) => ({ graph, variant, day, client, count }));
  const counts = entries.flatMap(({ day, client, coordinates }) =>
    Object.entries(coordinates).map(([coordinate, count]) => ({ graph, variant, day, client, coordinate, count })),
  );
  await db.transaction().execute(async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('usage_batch')
      .values({ id })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (!numInsertedOrUpdatedRows) return;
    const counted = requests.filter(({ count }) => count > 0);
    await addRequests(
      tx,
      sumUp(counted, ({ day, client }) => `${day} ${client}`),
    );
    const merged = sumUp(counts, ({ day, client, coordinate }) => `${day} ${coordinate} ${client}`);
    for (let start = 0; start < merged.length; start += rowsAtOnce) {
      await addCounts(tx, merged.slice(start, start + rowsAtOnce));
    }
  });
}

/** One row for each key, in the order of keys: PostgreSQL takes a row once in a statement, and the same order keeps two gateways from a deadlock. */
function sumUp<Row extends CountRow>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    sums.set(key, { ...row, count: row.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

async function addRequests(tx: Tx, rows: readonly CountRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto('usage_requests')
    .values([...rows])
    .onConflict((conflict) =>
      conflict
        .columns(['graph', 'variant', 'day', 'client'])
        .doUpdateSet({ count: sql<number>`usage_requests.count + excluded.count` }),
    )
    .execute();
}

async function addCounts(tx: Tx, rows: readonly (CountRow & { coordinate: string })[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto('usage_count')
    .values([...rows])
    .onConflict((conflict) =>
      conflict
        .columns(['graph', 'variant', 'day', 'client', 'coordinate'])
        .doUpdateSet({ count: sql<number>`usage_count.count + excluded.count` }),
    )
    .execute();
}
