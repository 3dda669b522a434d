import type { Planner } from './planner.ts';
import type { Requirements } from './requirements.ts';
import { verifyConditions } from './verify-conditions.ts';
import { verifyPlan } from './verify-plan.ts';
import { withDependencies } from './dependencies.ts';

/** A planner whose plans are checked and ordered by data: a plan that would mix values up is refused. */
export function verified(planner: Planner, requirements: Requirements): Planner {
  return {
    ...planner,
    async plan(request) {
      const plan = withDependencies(await planner.plan(request));
      verifyPlan(plan, requirements);
      verifyConditions(plan, request.operation);
      return plan;
    },
  };
}
