import type { Transaction } from 'kysely';
import { v7 } from 'uuid';
import type { EventTables } from './event-tables.ts';

export interface NewEvent {
  /** Lower case, `what.happened`: `payment.succeeded`. */
  type: string;
  /** What it is about, e.g. the payment's id. Events of one subject arrive in the order in which they were written. */
  subject: string;
  /** Name of the receiver. */
  destination: string;
  /** JSON; nothing personal: it leaves the service. */
  data: Record<string, unknown>;
  /** When it happened; now by default. */
  at?: Date;
}

/**
 * Writes an event in the transaction of the change that it tells of: both happen or neither does. It is sent after the commit (see delivery.ts).
 * The order of a subject's events is that of these calls, so the transaction has to hold the lock of the subject's row by then.
 * @returns the event's id, its `webhook-id`
 */
export async function writeEvent<Database extends EventTables>(
  transaction: Transaction<Database>,
  { type, subject, destination, data, at = new Date() }: NewEvent,
): Promise<string> {
  const id = v7();
  // A generic database hides its tables from kysely's types; every one that extends EventTables has this one.
  await (transaction as unknown as Transaction<EventTables>)
    .insertInto('outgoing_event')
    .values({ id, type, subject, destination, data: JSON.stringify(data), at })
    .execute();
  return id;
}
