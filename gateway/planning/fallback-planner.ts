import { PlanningTooSlowError } from './planner.ts';
import type { Planner } from './planner.ts';

/**
 * A planner with another behind it: what the first refuses the second gets. The second starts when it is first needed, since
 * it may never be.
 */
export function withFallback(first: Planner, startSecond: () => Promise<Planner>): Planner {
  let second: Promise<Planner> | undefined;
  return {
    name: first.name,
    hasSecond: true,
    overrideLabels: first.overrideLabels,
    overridePercentages: first.overridePercentages,
    async plan(request) {
      try {
        if (request.attempt !== 'second') return await first.plan(request);
      } catch (error) {
        if (error instanceof PlanningTooSlowError || request.attempt === 'first') throw error;
      }
      second ??= startSecond();
      const planner = await second;
      return planner.plan(request);
    },
    async close() {
      await first.close();
      const started = await second?.catch(() => undefined);
      await started?.close();
    },
  };
}
