import { procedureProblem, type ProcedureProblem } from './procedure-problem.ts';
import { stateAfter, type ProcedureEvent, type ProcedureState } from './state-machine.ts';

/** What a citizen can do with a procedure. */
export const procedureActions = ['SAVE_INPUT', 'CHECK', 'SUBMIT', 'PAY', 'WITHDRAW', 'RETRIEVE_DECISION'] as const;
export type ProcedureAction = (typeof procedureActions)[number];

export interface ActionCircumstances {
  state: ProcedureState;
  /** Problems with what was given, e.g. what is missing. */
  inputProblems: ProcedureProblem[];
  /** What the level of assurance stands in the way of. */
  levelProblems: ProcedureProblem[];
  /** The fee can be paid now. */
  isPayable: boolean;
  decision: { isRetrieved: boolean; isPosted: boolean } | null;
}

export interface AvailableAction {
  action: ProcedureAction;
  /** All that stands in the way; open when there is nothing. */
  blockedBy: ProcedureProblem[];
}

const events: Partial<Record<ProcedureAction, ProcedureEvent>> = {
  SAVE_INPUT: 'SAVE_INPUT',
  CHECK: 'PASS_CHECK',
  SUBMIT: 'SUBMIT',
  WITHDRAW: 'WITHDRAW',
};

/** Every action, and what stands in its way. */
export function availableActions(circumstances: ActionCircumstances): AvailableAction[] {
  return procedureActions.map((action) => ({ action, blockedBy: blocks(action, circumstances) }));
}

function blocks(action: ProcedureAction, circumstances: ActionCircumstances): ProcedureProblem[] {
  const { state, inputProblems, levelProblems, isPayable, decision } = circumstances;
  if (action === 'PAY') return isPayable ? [] : [procedureProblem('WRONG_STATE')];
  if (action === 'RETRIEVE_DECISION') return retrievalBlocks(decision);
  const event = events[action];
  const isPossible = event && stateAfter(state, event, { isPaid: false, isAutomatic: false, isUnderReview: false });
  if (!isPossible) return [procedureProblem(stateBlock(action, state))];
  if (action === 'CHECK') return [...inputProblems, ...levelProblems];
  return action === 'SUBMIT' ? levelProblems : [];
}

function stateBlock(action: ProcedureAction, state: ProcedureState) {
  if (action === 'SUBMIT' && state === 'DRAFT') return 'NOT_CHECKED';
  return action === 'WITHDRAW' && state === 'SUBMITTED' ? 'BEING_DELIVERED' : 'WRONG_STATE';
}

function retrievalBlocks(decision: ActionCircumstances['decision']): ProcedureProblem[] {
  if (!decision) return [procedureProblem('DECISION_NOT_MADE')];
  return decision.isPosted && !decision.isRetrieved ? [procedureProblem('DECISION_POSTED')] : [];
}
