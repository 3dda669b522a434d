import { sql, type Kysely, type Selectable } from 'kysely';
import type { EventTables, OutgoingEventTable } from './event-tables.ts';

export type OutgoingEvent = Pick<
  Selectable<OutgoingEventTable>,
  'id' | 'number' | 'destination' | 'subject' | 'type' | 'data' | 'at' | 'attempts'
>;

const inSeconds = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;

/**
 * Takes events for one receiver that are due: of each subject the first that has not arrived. Whoever took an event has it for `leaseSeconds`; one that dies
 * with it leaves it to the next. Any number of instances may do this at the same time.
 * What was given up keeps what came after it from leaving: order is a promise to the receiver, and only a person can say whether it matters.
 */
export async function takeDueEvents(
  db: Kysely<EventTables>,
  destination: string,
  { most, leaseSeconds }: { most: number; leaseSeconds: number },
): Promise<OutgoingEvent[]> {
  const due = db
    .selectFrom('outgoing_event as event')
    .select('event.id')
    .where('event.destination', '=', destination)
    .where('event.delivered_at', 'is', null)
    .where('event.dead_at', 'is', null)
    .where('event.due_at', '<=', sql<Date>`now()`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('outgoing_event as earlier')
            .select('earlier.id')
            .whereRef('earlier.destination', '=', 'event.destination')
            .whereRef('earlier.subject', '=', 'event.subject')
            .whereRef('earlier.number', '<', 'event.number')
            .where('earlier.delivered_at', 'is', null),
        ),
      ),
    )
    .orderBy('event.due_at')
    .limit(most)
    .forUpdate()
    .skipLocked();
  return db
    .updateTable('outgoing_event')
    .set({ due_at: inSeconds(leaseSeconds), attempts: sql<number>`attempts + 1` })
    .where('id', 'in', due)
    .returning(['id', 'number', 'destination', 'subject', 'type', 'data', 'at', 'attempts'])
    .execute();
}

/** The receiver has it. */
export async function markDelivered(db: Kysely<EventTables>, id: string): Promise<void> {
  await db
    .updateTable('outgoing_event')
    .set({ delivered_at: sql<Date>`now()`, dead_at: null, problem: null })
    .where('id', '=', id)
    .where('delivered_at', 'is', null)
    .execute();
}

/** It did not arrive, and is sent again after a while. */
export async function postpone(
  db: Kysely<EventTables>,
  id: string,
  { seconds, problem }: { seconds: number; problem: string },
): Promise<void> {
  await db
    .updateTable('outgoing_event')
    .set({ due_at: inSeconds(seconds), problem })
    .where('id', '=', id)
    .where('delivered_at', 'is', null)
    .execute();
}

/** Gives up sending it, until somebody looks at it. */
export async function giveUp(db: Kysely<EventTables>, id: string, problem: string): Promise<void> {
  await db
    .updateTable('outgoing_event')
    .set({ dead_at: sql<Date>`now()`, problem })
    .where('id', '=', id)
    .where('delivered_at', 'is', null)
    .execute();
}

/** Removes events that arrived and memories of events that were handled, once they are so many days old. */
export async function removeOldEvents(db: Kysely<EventTables>, days: number): Promise<void> {
  const threshold = sql<Date>`now() - make_interval(days => ${days})`;
  await db.deleteFrom('outgoing_event').where('delivered_at', '<', threshold).execute();
  await db.deleteFrom('received_event').where('received_at', '<', threshold).execute();
}
