import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../../../platform/log.ts';
import { germanDay } from '../../kit/data/calendar.ts';
import { clocksOn } from '../domain/payment-clocks.ts';
import { askAgain, forget, takeDue } from '../storage/due-work.ts';
import { followPayment } from './follow-payment.ts';
import { matchTransfers } from './match-transfers.ts';
import { followRefund } from './refund-payment.ts';
import type { Work } from './services.ts';
import { reconcileDaysThatAreOver } from './reconcile.ts';

export interface Keeper {
  /** Finishes what it is at and begins nothing more. */
  close(): Promise<void>;
}

const atATime = 20;
const housekeepingEveryMs = 3_600_000;

/**
 * Keeps payments going when nobody asks: callbacks that never came, payments whose time is over, refunds in work, transactions that a killed process did not
 * get. It keeps nothing in memory, so any number of processes can have one.
 */
export function startKeeper(work: Work, log: Logger, { everyMs = 1_000 }: { everyMs?: number } = {}): Keeper {
  const stopping = new AbortController();
  let isDown = false;
  const loop = async () => {
    let tidiedAt = 0;
    while (!stopping.signal.aborted) {
      try {
        await askAboutDue(work, log);
        if (Date.now() - tidiedAt > housekeepingEveryMs) {
          tidiedAt = Date.now();
          await tidy(work, log);
        }
        isDown = false;
      } catch (err) {
        if (!isDown) log.warn({ err }, 'payments cannot be looked after at the moment');
        isDown = true;
      }
      await wait(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    async close() {
      stopping.abort();
      await running;
    },
  };
}

/** Asks the provider about everything that is due now. @returns how many that were */
export async function askAboutDue(work: Work, log: Logger): Promise<number> {
  const counts = [];
  for (const [table, follow] of [
    ['payment', followPayment],
    ['refund', followRefund],
  ] as const) {
    const due = await takeDue(work.db, table, work.services.clock(), atATime);
    counts.push(due.length);
    await Promise.all(
      due.map(async (each) => {
        await follow(work, each.id).catch((err: unknown) =>
          log.warn({ err, [table]: each.id }, 'the provider could not be asked; it is asked again'),
        );
        await askAgain(work.db, table, each, work.services.clock());
      }),
    );
  }
  return counts.reduce((sum, count) => sum + count, 0);
}

async function tidy(work: Work, log: Logger): Promise<void> {
  const now = work.services.clock();
  await forget(work.db, new Date(now.getTime() - clocksOn(germanDay(now)).keyHours * 3_600_000));
  await matchTransfers(work.db, now);
  await reconcileDaysThatAreOver(work, log);
}
