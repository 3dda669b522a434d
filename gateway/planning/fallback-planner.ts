import { PlanningTooSlowError } from './planner.ts';
import type { Plan } from './plan.ts';
import type { Planner, PlanRequest } from './planner.ts';
import { IncompletePlanError } from './verify-complete.ts';

/**
 * A planner with another behind it: what the first refuses the second gets. The second starts when it is first needed, since
 * it may never be.
 */
export function withFallback(first: Planner, startSecond: () => Promise<Planner>): Planner {
  let second: Promise<Planner> | undefined;
  const planSecond = async (request: PlanRequest): Promise<Plan> => {
    second ??= startSecond();
    const planner = await second;
    return planner.plan(request);
  };
  return {
    name: first.name,
    hasSecond: true,
    overrideLabels: first.overrideLabels,
    overridePercentages: first.overridePercentages,
    async plan(request) {
      if (request.attempt === 'second') return planSecond(request);
      try {
        return await first.plan(request);
      } catch (error) {
        if (error instanceof PlanningTooSlowError || request.attempt === 'first') throw error;
        if (!(error instanceof IncompletePlanError)) return planSecond(request);
        // A plan that leaves something out is better than none.
        return planSecond(request).catch(() => Promise.reject(error));
      }
    },
    async close() {
      await first.close();
      const started = await second?.catch(() => undefined);
      await started?.close();
    },
  };
}
