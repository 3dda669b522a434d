/** Where a procedure stands. */
export const procedureStates = [
  'DRAFT',
  'CHECKED',
  'AWAITING_PAYMENT',
  'SUBMITTED',
  'WITH_CLERK',
  'DECIDED',
  'REJECTED',
  'REVOKED',
  'WITHDRAWN',
  'ABANDONED',
] as const;
export type ProcedureState = (typeof procedureStates)[number];

/** What happens to a procedure. */
export const procedureEvents = [
  'SAVE_INPUT',
  'PASS_CHECK',
  'FAIL_CHECK',
  'SUBMIT',
  'PAY',
  'HAND_TO_CLERK',
  'APPROVE',
  'REJECT',
  'REVOKE',
  'WITHDRAW',
  'ABANDON',
] as const;
export type ProcedureEvent = (typeof procedureEvents)[number];

/** What a transition can depend on besides the state. */
export interface ProcedureFacts {
  /** The fee is paid. */
  isPaid: boolean;
  /** It is decided without a clerk. */
  isAutomatic: boolean;
  /** An automatic decision whose time of review is not over. */
  isUnderReview: boolean;
}

type Guard = keyof ProcedureFacts;
interface Transition {
  to: ProcedureState;
  /** Only when this is so. */
  when?: Guard;
}
type Transitions = Partial<Record<ProcedureEvent, Transition>>;

const stops: Transitions = { WITHDRAW: { to: 'WITHDRAWN' }, ABANDON: { to: 'ABANDONED' } };
const input: Transitions = {
  ...stops,
  SAVE_INPUT: { to: 'DRAFT' },
  PASS_CHECK: { to: 'CHECKED' },
  FAIL_CHECK: { to: 'DRAFT' },
};

/** The whole state machine. What is not in it does not happen. */
const transitions: Record<ProcedureState, Transitions> = {
  DRAFT: input,
  CHECKED: { ...input, SUBMIT: { to: 'AWAITING_PAYMENT' } },
  AWAITING_PAYMENT: { ...stops, PAY: { to: 'SUBMITTED', when: 'isPaid' } },
  SUBMITTED: { HAND_TO_CLERK: { to: 'WITH_CLERK' }, APPROVE: { to: 'DECIDED', when: 'isAutomatic' } },
  WITH_CLERK: { APPROVE: { to: 'DECIDED' }, REJECT: { to: 'REJECTED' }, WITHDRAW: { to: 'WITHDRAWN' } },
  DECIDED: { REVOKE: { to: 'REVOKED', when: 'isUnderReview' } },
  REJECTED: {},
  REVOKED: {},
  WITHDRAWN: {},
  ABANDONED: {},
};

/** How every procedure begins. */
export const initialState: ProcedureState = 'DRAFT';

/** The state after an event; null where the event cannot happen in this state, and nothing changes. */
export function stateAfter(state: ProcedureState, event: ProcedureEvent, facts: ProcedureFacts): ProcedureState | null {
  const transition = transitions[state][event];
  if (!transition || (transition.when && !facts[transition.when])) return null;
  return transition.to;
}

/** The events that the table has for a state, whatever their guards say. */
export function eventsIn(state: ProcedureState): ProcedureEvent[] {
  return procedureEvents.filter((event) => transitions[state][event]);
}

/** Whether the citizen or the authority still has something to do: it has neither been decided nor ended otherwise. */
export function isOpen(state: ProcedureState): boolean {
  return ['DRAFT', 'CHECKED', 'AWAITING_PAYMENT', 'SUBMITTED', 'WITH_CLERK'].includes(state);
}
