import type { CostBudget } from '../limits/cost-budget.ts';
import { shown } from '../limits/excess.ts';
import type { Quotas } from './quotas.ts';

/** What callers may spend within a minute at all gateways together. */
export function sharedCostBudget(perMinute: number, quotas: Quotas): CostBudget {
  return {
    async spend(caller, cost) {
      if (perMinute === 0) return undefined;
      const overdrawn = await quotas.take([{ key: `cost ${caller}`, allowed: perMinute, amount: cost }]);
      if (!overdrawn) return undefined;
      const { retryAfter, claim } = overdrawn;
      const message = `Your operations may cost ${shown(claim.allowed)} within a minute, and this one of ${shown(cost)} would exceed that. Try again in ${shown(retryAfter)} s.`;
      return { retryAfter, excess: { limit: 'costPerMinute', allowed: claim.allowed, actual: cost, message } };
    },
  };
}
