import type { KnownTypes } from './known-types.ts';
import type { Planner } from './planner.ts';
import type { Requirements } from './requirements.ts';
import { verifyComplete } from './verify-complete.ts';
import { verifyConditions } from './verify-conditions.ts';
import { verifyPlan } from './verify-plan.ts';
import { withDependencies } from './dependencies.ts';

/** A planner whose plans are checked and ordered by data: one that would mix values up, fetch too much or leave something out is refused. */
export function verified(planner: Planner, requirements: Requirements, known: KnownTypes): Planner {
  return {
    ...planner,
    async plan(request) {
      const plan = withDependencies(await planner.plan(request));
      verifyPlan(plan, requirements);
      verifyConditions(plan, request.operation);
      verifyComplete(plan, request.operation, known);
      return plan;
    },
  };
}
