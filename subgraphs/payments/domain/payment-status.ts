/** Where a payment stands (after GOV.UK Pay). The last four are final. */
export const paymentStatuses = [
  'CREATED',
  'STARTED',
  'SUBMITTED',
  'CAPTURABLE',
  'SUCCESS',
  'FAILED',
  'CANCELLED',
  'ERROR',
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

export const failureReasons = ['DECLINED', 'EXPIRED', 'CANCELLED_BY_CITIZEN'] as const;
export type FailureReason = (typeof failureReasons)[number];

/** What happens to a payment. */
export const paymentEvents = [
  'START',
  'SUBMIT',
  'AUTHORISE',
  'SUCCEED',
  'DECLINE',
  'EXPIRE',
  'CANCEL_BY_CITIZEN',
  'CANCEL_BY_AGENCY',
  'BREAK_DOWN',
] as const;
export type PaymentEvent = (typeof paymentEvents)[number];

/** A status, with the reason where it failed. */
export type PaymentState =
  | { status: Exclude<PaymentStatus, 'FAILED'>; failureReason: null }
  | { status: 'FAILED'; failureReason: FailureReason };

type Transitions = Partial<Record<PaymentEvent, PaymentState>>;

const to = (status: Exclude<PaymentStatus, 'FAILED'>): PaymentState => ({ status, failureReason: null });
const failed = (failureReason: FailureReason): PaymentState => ({ status: 'FAILED', failureReason });

/** What can end a payment at any time before it is final. */
const ends: Transitions = {
  EXPIRE: failed('EXPIRED'),
  CANCEL_BY_AGENCY: to('CANCELLED'),
  BREAK_DOWN: to('ERROR'),
};

/** The whole state machine. What is not in it does not happen. */
const transitions: Record<PaymentStatus, Transitions> = {
  CREATED: { ...ends, START: to('STARTED'), CANCEL_BY_CITIZEN: failed('CANCELLED_BY_CITIZEN') },
  STARTED: {
    ...ends,
    SUBMIT: to('SUBMITTED'),
    DECLINE: failed('DECLINED'),
    CANCEL_BY_CITIZEN: failed('CANCELLED_BY_CITIZEN'),
  },
  SUBMITTED: {
    ...ends,
    AUTHORISE: to('CAPTURABLE'),
    SUCCEED: to('SUCCESS'),
    DECLINE: failed('DECLINED'),
    CANCEL_BY_CITIZEN: failed('CANCELLED_BY_CITIZEN'),
  },
  CAPTURABLE: { ...ends, SUCCEED: to('SUCCESS') },
  SUCCESS: {},
  FAILED: {},
  CANCELLED: {},
  ERROR: {},
};

/** How every payment begins. */
export const initialState: PaymentState = to('CREATED');

/** The state after an event; null where the event cannot happen in this state, and nothing changes. */
export function afterEvent({ status }: PaymentState, event: PaymentEvent): PaymentState | null {
  return transitions[status][event] ?? null;
}

/** Whether nothing can happen to a payment any more. */
export function isFinal(status: PaymentStatus): boolean {
  return Object.keys(transitions[status]).length === 0;
}
