import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely, Transaction } from 'kysely';
import type { Logger } from '../../../platform/log.ts';
import type { EventTables } from './event-tables.ts';
import { removeOldEvents } from './outgoing-events.ts';
import { readEvent, type ReceivedEvent } from './read-event.ts';

/** An event that will never be accepted: the sender shall stop sending it. The message goes to the sender. */
export class EventRefused extends Error {
  override name = 'EventRefused';
}

export interface InboxOptions<Database extends EventTables> {
  /** Path of the route, e.g. `/events/payments`. */
  path: string;
  /** Who sends: its ids are its own. */
  source: string;
  /** Secrets of Standard Webhooks (`whsec_…`), each of which is accepted: the present one, and the former while it is replaced. */
  secrets: readonly string[];
  db: Kysely<Database>;
  log: Logger;
  /**
   * Handles an event, in the transaction in which it is noted as received: both happen or neither does, once however often the event comes.
   * @throws EventRefused for one that makes no sense; every other error makes it come again
   */
  handle(transaction: Transaction<Database>, event: ReceivedEvent): Promise<void>;
}

const largestBody = 65_536;
/** Longer than a sender tries. */
const keepDays = 30;
const sweepEveryMs = 3_600_000;

/**
 * Takes signed events over HTTP (Standard Webhooks 1.0).
 * Threat: forged, altered, replayed, doubled and oversized events. Rule: a signature with one of our secrets over id, time and body, at most five minutes old;
 * each id once, held by a primary key in the transaction of its effect; 64 KB at most.
 */
export async function mountInbox<Database extends EventTables>(
  app: FastifyInstance,
  options: InboxOptions<Database>,
): Promise<void> {
  const { path, log } = options;
  await app.register(async (inbox) => {
    // The signature is over the bytes that came.
    inbox.removeAllContentTypeParsers();
    inbox.addContentTypeParser('*', { parseAs: 'string', bodyLimit: largestBody }, (_request, body, done) =>
      done(null, body),
    );
    inbox.post(path, { bodyLimit: largestBody }, (request, reply) => receive(request, reply, options));
  });
  const db = options.db as unknown as Kysely<EventTables>;
  const sweeper = setInterval(
    () =>
      void removeOldEvents(db, keepDays).catch((err: unknown) => log.warn({ err }, 'old events could not be removed')),
    sweepEveryMs,
  ).unref();
  app.addHook('onClose', () => clearInterval(sweeper));
}

async function receive<Database extends EventTables>(
  { headers, body }: FastifyRequest,
  reply: FastifyReply,
  { secrets, db, log, source, handle }: InboxOptions<Database>,
): Promise<FastifyReply> {
  const read = readEvent(typeof body === 'string' ? body : '', headers, secrets);
  if (!read.event) return reply.code(read.status).send({ error: read.problem });
  const { event } = read;
  const about = { event: event.id, eventType: event.type, source };
  try {
    const isNew = await db.transaction().execute((transaction) => handleOnce(transaction, source, event, handle));
    log.info(about, isNew ? 'an event was handled' : 'an event came again');
    return await reply.code(204).send();
  } catch (error) {
    if (error instanceof EventRefused) {
      log.error({ ...about, reason: error.message }, 'an event was refused');
      return reply.code(422).send({ error: error.message });
    }
    log.warn({ ...about, err: error }, 'an event could not be handled; it will come again');
    return reply.code(503).header('retry-after', '5').send({ error: 'The event could not be handled. Send it again.' });
  }
}

/** Of several that come at the same time, the others wait at the primary key for the first one's commit. @returns false for one that was handled before */
async function handleOnce<Database extends EventTables>(
  transaction: Transaction<Database>,
  source: string,
  event: ReceivedEvent,
  handle: InboxOptions<Database>['handle'],
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await (transaction as unknown as Transaction<EventTables>)
    .insertInto('received_event')
    .values({ source, id: event.id, type: event.type })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return false;
  await handle(transaction, event);
  return true;
}
