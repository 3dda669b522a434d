import { clerkProblem } from './clerk-problem.ts';
import type { ProcedureProblem } from './procedure-problem.ts';
import { reviewStep, type ReviewSituation } from './review.ts';
import type { ProcedureState } from './state-machine.ts';

/** What a clerk can do with a procedure. */
export const clerkActions = ['DECIDE', 'REVIEW', 'REDELIVER'] as const;
export type ClerkAction = (typeof clerkActions)[number];

export interface ClerkCircumstances {
  state: ProcedureState;
  isParked: boolean;
  review: ReviewSituation;
  /** Sector identifier of the clerk who asks. */
  clerk: string;
}

/** Every action of a clerk, and what stands in its way. */
export function availableClerkActions(circumstances: ClerkCircumstances) {
  return clerkActions.map((action) => ({ action, blockedBy: blocks(action, circumstances) }));
}

function blocks(action: ClerkAction, { state, isParked, review, clerk }: ClerkCircumstances): ProcedureProblem[] {
  if (action === 'DECIDE') return state === 'WITH_CLERK' ? [] : [clerkProblem('NOT_WITH_CLERK')];
  if (action === 'REDELIVER') return isParked ? [] : [clerkProblem('NOT_PARKED')];
  // Whether it is confirmed or revoked, the same stands in the way.
  const step = reviewStep(review, clerk, 'CONFIRM');
  return step === 'REVIEW_OVER' || step === 'FOUR_EYES' ? [clerkProblem(step)] : [];
}
