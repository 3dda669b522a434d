import { sql, type Kysely, type Selectable } from 'kysely';
import type { EventTables, OutgoingEventTable } from './event-tables.ts';

export type DeadEvent = Pick<
  Selectable<OutgoingEventTable>,
  'id' | 'destination' | 'subject' | 'type' | 'at' | 'attempts' | 'dead_at' | 'problem'
>;

/** Events whose sending was given up, the oldest first, for an operator to look at. */
export function findDeadEvents<Database extends EventTables>(
  db: Kysely<Database>,
  destination?: string,
): Promise<DeadEvent[]> {
  let query = (db as unknown as Kysely<EventTables>)
    .selectFrom('outgoing_event')
    .select(['id', 'destination', 'subject', 'type', 'at', 'attempts', 'dead_at', 'problem'])
    .where('dead_at', 'is not', null);
  if (destination !== undefined) query = query.where('destination', '=', destination);
  return query.orderBy('number').limit(1_000).execute();
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Sends a dead event again, after what was wrong has been mended. @returns whether there was one of this id */
export async function reviveEvent<Database extends EventTables>(db: Kysely<Database>, id: string): Promise<boolean> {
  // PostgreSQL refuses what can be no id.
  if (!uuid.test(id)) return false;
  const { numUpdatedRows } = await (db as unknown as Kysely<EventTables>)
    .updateTable('outgoing_event')
    .set({ dead_at: null, due_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('dead_at', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
