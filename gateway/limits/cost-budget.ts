import { LRUCache } from 'lru-cache';
import { shown, type Excess } from './excess.ts';

/** What callers have left to spend. */
export interface CostBudget {
  /** Takes the cost off the caller's budget; when that is spent, says so and takes nothing. */
  spend(caller: string, cost: number): Overspent | undefined | Promise<Overspent | undefined>;
}

export interface Overspent {
  excess: Excess;
  /** Seconds until there is enough again. */
  retryAfter: number;
}

const MINUTE_MS = 60_000;
const MOST_CALLERS = 100_000;

/** How much of a budget is spent, and when that was known. */
interface Account {
  spent: number;
  at: number;
}

/**
 * Budgets in memory, for one gateway. Threat: one caller who keeps every service busy with operations that are each allowed. Rule: what a
 * caller has spent drains evenly, the whole budget within a minute; an operation that does not fit is refused until it does.
 */
export function costBudgetInMemory(perMinute: number, now: () => number = Date.now): CostBudget {
  // By size, since `max` would reserve the room for all of them at the start.
  const accounts = new LRUCache<string, Account>({ maxSize: MOST_CALLERS, sizeCalculation: () => 1 });
  return {
    spend(caller, cost) {
      if (perMinute === 0) return undefined;
      const time = now();
      const account = accounts.get(caller) ?? { spent: 0, at: time };
      const spent = Math.max(0, account.spent - ((time - account.at) / MINUTE_MS) * perMinute);
      const after = spent + cost;
      if (after > perMinute) return overspent(after, cost, perMinute);
      accounts.set(caller, { spent: after, at: time });
      return undefined;
    },
  };
}

function overspent(after: number, cost: number, allowed: number): Overspent {
  const retryAfter = Math.max(1, Math.ceil(((after - allowed) / allowed) * 60));
  return {
    retryAfter,
    excess: {
      limit: 'costPerMinute',
      allowed,
      actual: Math.ceil(after),
      message: `Your operations may cost ${shown(allowed)} within a minute, and this one of ${shown(cost)} would exceed that. Try again in ${shown(retryAfter)} s.`,
    },
  };
}
