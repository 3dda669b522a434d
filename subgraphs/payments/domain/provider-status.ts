import { afterEvent, isFinal, type PaymentEvent, type PaymentState } from './payment-status.ts';

/** How a transaction stands at the payment provider (XBezahldienste). */
export const providerStatuses = ['INITIAL', 'PAYED', 'FAILED', 'CANCELED'] as const;
export type ProviderStatus = (typeof providerStatuses)[number];

/** Why a payment was to be ended before the provider had a say. */
export type Ending = 'EXPIRE' | 'CANCEL_BY_CITIZEN' | 'CANCEL_BY_AGENCY';

/** What the provider said, and what is known here. */
export interface ProviderWord {
  status: ProviderStatus;
  /** The amount as the provider has it. */
  cents: number;
}

function lastEvent({ status, cents }: ProviderWord, ownCents: number, ending: Ending | null): PaymentEvent | null {
  if (status === 'INITIAL') return null;
  if (status === 'FAILED') return 'DECLINE';
  if (status === 'CANCELED') return ending ?? 'CANCEL_BY_CITIZEN';
  return cents === ownCents ? 'SUCCEED' : 'BREAK_DOWN';
}

/**
 * The states that a payment goes through to get where the provider says it is; none where that is where it is, or cannot be got to.
 * What the provider took counts, also where the payment was to be ended: money that was paid is never called expired.
 * An amount that is not the payment's own breaks it: nobody is told that it was paid, and the authority looks into it.
 */
export function statesTowards(
  state: PaymentState,
  word: ProviderWord,
  payment: { cents: number; ending: Ending | null },
): PaymentState[] {
  const event = lastEvent(word, payment.cents, payment.ending);
  if (event === null || isFinal(state.status)) return [];
  // What the table has no way for is broken: it has to end, and somebody has to look into it.
  const ways: PaymentEvent[][] = [
    [event],
    ['SUBMIT', event],
    ['START', event],
    ['START', 'SUBMIT', event],
    ['BREAK_DOWN'],
  ];
  for (const way of ways) {
    const states = follow(state, way);
    if (states) return states;
  }
  return [];
}

function follow(state: PaymentState, events: readonly PaymentEvent[]): PaymentState[] | null {
  const states: PaymentState[] = [];
  let current: PaymentState | null = state;
  for (const event of events) {
    current = afterEvent(current, event);
    if (!current) return null;
    states.push(current);
  }
  return states;
}
