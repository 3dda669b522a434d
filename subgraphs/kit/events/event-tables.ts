import { sql, type ColumnType, type Generated, type Kysely } from 'kysely';

/** An event on its way to one receiver. */
export interface OutgoingEventTable {
  /** The `webhook-id`: the same at every attempt. */
  id: string;
  /** Taken when the event is written: events of one subject leave in this order. */
  number: Generated<number>;
  /** Name of the receiver. */
  destination: string;
  /** What the event is about: its order is kept. */
  subject: string;
  type: string;
  data: ColumnType<unknown, string, never>;
  /** When it happened. */
  at: Date;
  attempts: Generated<number>;
  /** Not to be sent before this moment: after a failure, and while somebody is sending it. */
  due_at: Generated<Date>;
  delivered_at: Date | null;
  /** When sending was given up. */
  dead_at: Date | null;
  /** Why the last attempt failed. */
  problem: string | null;
}

/** An event that was handled: it is not handled again. */
export interface ReceivedEventTable {
  source: string;
  /** The `webhook-id`. */
  id: string;
  type: string;
  received_at: Generated<Date>;
}

/** The tables of a service that sends or receives events; its own database interface extends this one. */
export interface EventTables {
  outgoing_event: OutgoingEventTable;
  received_event: ReceivedEventTable;
}

/** A migration that makes them. */
export async function eventTables(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE outgoing_event (
      id uuid PRIMARY KEY,
      number bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
      destination text NOT NULL CHECK (destination <> ''),
      subject text NOT NULL CHECK (subject <> ''),
      type text NOT NULL CHECK (type ~ '^[a-z_]+(\\.[a-z_]+)+$'),
      data jsonb NOT NULL,
      at timestamptz(3) NOT NULL,
      attempts integer NOT NULL DEFAULT 0,
      due_at timestamptz NOT NULL DEFAULT now(),
      delivered_at timestamptz,
      dead_at timestamptz,
      problem text,
      CONSTRAINT delivered_or_dead CHECK (delivered_at IS NULL OR dead_at IS NULL)
    )`.execute(db);
  await sql`CREATE INDEX outgoing_event_waiting ON outgoing_event (destination, due_at)
    WHERE delivered_at IS NULL AND dead_at IS NULL`.execute(db);
  // What was given up still stands before what came after it.
  await sql`CREATE INDEX outgoing_event_in_order ON outgoing_event (destination, subject, number)
    WHERE delivered_at IS NULL`.execute(db);
  await sql`CREATE INDEX outgoing_event_delivered ON outgoing_event (delivered_at) WHERE delivered_at IS NOT NULL`.execute(
    db,
  );
  await sql`
    CREATE TABLE received_event (
      source text NOT NULL,
      id text NOT NULL CHECK (length(id) BETWEEN 1 AND 200),
      type text NOT NULL,
      received_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (source, id)
    )`.execute(db);
  await sql`CREATE INDEX received_event_by_age ON received_event (received_at)`.execute(db);
}
