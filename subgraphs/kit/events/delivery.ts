import { setTimeout as wait } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Logger } from '../../../platform/log.ts';
import type { EventTables } from './event-tables.ts';
import {
  giveUp,
  markDelivered,
  postpone,
  removeOldEvents,
  takeDueEvents,
  type OutgoingEvent,
} from './outgoing-events.ts';
import { sendEvent, type Destination } from './send-event.ts';

/** How often and how long it is tried. */
export interface Rhythm {
  /** How often it is looked for new events, milliseconds. */
  lookEveryMs: number;
  /** Pause after the first failure; each further one doubles it. Milliseconds. */
  firstPauseMs: number;
  longestPauseMs: number;
  /** Age at which an event is given up, milliseconds. */
  giveUpAfterMs: number;
  /** For how long an event belongs to whoever took it, milliseconds; longer than an attempt can take. */
  leaseMs: number;
  /** Events that one receiver gets at the same time. */
  atATime: number;
}

export const usualRhythm: Rhythm = {
  lookEveryMs: 250,
  firstPauseMs: 1_000,
  longestPauseMs: 300_000,
  giveUpAfterMs: 7 * 86_400_000,
  leaseMs: 15_000,
  atATime: 8,
};

export interface DeliveryOptions<Database extends EventTables> {
  db: Kysely<Database>;
  log: Logger;
  destinations: readonly Destination[];
  rhythm?: Partial<Rhythm>;
}

export interface Delivery {
  /** Finishes what is being sent, for three seconds at most, and begins nothing more. */
  close(): Promise<void>;
}

const keepDays = 30;
const closeWithinMs = 3_000;
const sweepEveryMs = 3_600_000;

/** The pause after so many failures, with up to a fifth more, so that what failed together does not come back together. Milliseconds. */
export function pauseAfter(
  attempts: number,
  { firstPauseMs, longestPauseMs }: Pick<Rhythm, 'firstPauseMs' | 'longestPauseMs'>,
  random: () => number = Math.random,
): number {
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts - 1, 30));
  return Math.min(longestPauseMs, pause * (1 + 0.2 * random()));
}

/**
 * Sends what `writeEvent` wrote: at least once, in order per subject, each receiver by itself, so that none waits for another that is down.
 * Nothing is kept in the process: whatever is killed when, the next start goes on.
 */
export function startDelivery<Database extends EventTables>({
  db: database,
  log,
  destinations,
  rhythm: wanted,
}: DeliveryOptions<Database>): Delivery {
  const db = database as unknown as Kysely<EventTables>;
  const rhythm = { ...usualRhythm, ...wanted };
  const [stopping, ended] = [new AbortController(), new AbortController()];
  const surroundings = { db, log, rhythm, stop: stopping.signal, ended: ended.signal };
  const couriers = destinations.map((destination) => deliverTo(destination, surroundings));
  const sweep = () =>
    void removeOldEvents(db, keepDays).catch((err: unknown) => log.warn({ err }, 'old events could not be removed'));
  const sweeper = setInterval(sweep, sweepEveryMs).unref();
  return {
    async close() {
      stopping.abort();
      clearInterval(sweeper);
      const patience = setTimeout(() => ended.abort(), closeWithinMs);
      await Promise.all(couriers);
      clearTimeout(patience);
    },
  };
}

interface Surroundings {
  db: Kysely<EventTables>;
  log: Logger;
  rhythm: Rhythm;
  stop: AbortSignal;
  ended: AbortSignal;
}

/** The loop of one receiver. */
async function deliverTo(destination: Destination, surroundings: Surroundings): Promise<void> {
  const { db, log, rhythm, stop } = surroundings;
  const options = { most: rhythm.atATime, leaseSeconds: rhythm.leaseMs / 1_000 };
  let isDown = false;
  while (!stop.aborted) {
    let taken = 0;
    try {
      const events = await takeDueEvents(db, destination.name, options);
      taken = events.length;
      await Promise.all(events.map((event) => deliver(event, destination, surroundings)));
      isDown = false;
    } catch (err) {
      // What was taken comes again when its lease is over.
      if (!isDown) log.warn({ err }, 'events cannot be read or marked at the moment');
      isDown = true;
    }
    if (taken === 0) await pause(isDown ? Math.max(1_000, rhythm.lookEveryMs) : rhythm.lookEveryMs, stop);
  }
}

async function deliver(
  event: OutgoingEvent,
  destination: Destination,
  { db, log, rhythm, ended }: Surroundings,
): Promise<void> {
  const outcome = await sendEvent(event, destination, ended);
  if (outcome.kind === 'taken') return markDelivered(db, event.id);
  const { problem } = outcome;
  const about = { event: event.id, eventType: event.type, destination: event.destination, attempts: event.attempts };
  if (outcome.kind === 'refused' || Date.now() - event.at.getTime() > rhythm.giveUpAfterMs) {
    log.error({ ...about, problem }, 'an event was given up; what follows it waits');
    return giveUp(db, event.id, problem);
  }
  log.warn({ ...about, problem }, 'an event did not arrive; it is sent again');
  return postpone(db, event.id, { seconds: pauseAfter(event.attempts, rhythm) / 1_000, problem });
}

const pause = (ms: number, signal: AbortSignal) => wait(ms, undefined, { signal }).catch(() => undefined);
