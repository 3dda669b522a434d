import { randomBytes } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import { sql, type Kysely } from 'kysely';
import { connectDatabase } from '../../../../platform/database/connect.ts';
import { migrate } from '../../../../platform/database/migrate.ts';
import { schemaOf } from '../../../../platform/database/provision.ts';
import { createLogger, type Logger } from '../../../../platform/log.ts';
import { eventTables, type EventTables } from '../../../../subgraphs/kit/events/event-tables.ts';
import { mountInbox, type InboxOptions } from '../../../../subgraphs/kit/events/inbox.ts';
import { testDatabases, type TestDatabase } from '../../../testkit/postgres.ts';

export interface ServiceTables extends EventTables {
  /** What handling an event did. */
  effect: { position: number; subject: string; step: number };
}

/** A secret as Standard Webhooks writes it. */
export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

/** Lines that a service logged. */
export function recordingLog(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const log = createLogger({
    process: 'test',
    level: 'debug',
    destination: { write: (line) => void lines.push(line) },
  });
  return { log, lines };
}

/** Two services with a database each, as far as events need them. */
export async function openServices(): Promise<{
  database: TestDatabase;
  sender: Kysely<ServiceTables>;
  receiver: Kysely<ServiceTables>;
  close(): Promise<void>;
}> {
  const database = await testDatabases(['sender', 'receiver']);
  const [sender, receiver] = await Promise.all(['sender', 'receiver'].map((name) => open(database, name)));
  if (!sender || !receiver) throw new Error('unreachable');
  return {
    database,
    sender,
    receiver,
    async close() {
      await Promise.all([sender.destroy(), receiver.destroy()]);
      await database.drop();
    },
  };
}

async function open(database: TestDatabase, name: string): Promise<Kysely<ServiceTables>> {
  const db = connectDatabase<ServiceTables>({
    url: database.urlFor(name),
    schema: schemaOf(name),
    applicationName: name,
    onError: () => undefined,
  });
  await migrate(db, schemaOf(name), {
    '001-events': { up: eventTables },
    '002-effect': {
      up: async (migration: Kysely<unknown>) => {
        await sql`CREATE TABLE effect (position bigint GENERATED ALWAYS AS IDENTITY, subject text, step integer)`.execute(
          migration,
        );
      },
    },
  });
  return db;
}

/** An inbox that writes one row for each event, on a free port. */
export async function openInbox(
  db: Kysely<ServiceTables>,
  secrets: readonly string[],
  options: Partial<InboxOptions<ServiceTables>> = {},
): Promise<{ app: FastifyInstance; url: string; lines: string[] }> {
  const app = fastify({ forceCloseConnections: true });
  const { log, lines } = recordingLog();
  await mountInbox(app, {
    path: '/events/sender',
    source: 'sender',
    secrets,
    db,
    log,
    async handle(transaction, { data }) {
      const { subject, step } = data as { subject: string; step: number };
      await sql`INSERT INTO effect (subject, step) VALUES (${subject}, ${step})`.execute(transaction);
    },
    ...options,
  });
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, url: `${origin}/events/sender`, lines };
}

/** Steps that arrived of each subject, in the order in which they did. */
export async function effects(db: Kysely<ServiceTables>): Promise<Record<string, number[]>> {
  const rows = await db.selectFrom('effect').selectAll().orderBy('position').execute();
  const bySubject = Map.groupBy(rows, ({ subject }) => subject);
  return Object.fromEntries([...bySubject].map(([subject, found]) => [subject, found.map(({ step }) => step)]));
}
