import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  afterEvent,
  initialState,
  isFinal,
  paymentEvents,
  type PaymentState,
} from '../../../../subgraphs/payments/domain/payment-status.ts';
import { providerStatuses, statesTowards, type Ending } from '../../../../subgraphs/payments/domain/provider-status.ts';

const endings: (Ending | null)[] = [null, 'EXPIRE', 'CANCEL_BY_CITIZEN', 'CANCEL_BY_AGENCY'];
const statuses = (states: readonly PaymentState[]) => states.map(({ status }) => status);
const [created, started] = [initialState, afterEvent(initialState, 'START') ?? initialState];

describe('what the provider says of a payment', () => {
  test.each([
    ['is in work', created, { status: 'INITIAL', cents: 10 }, null, []],
    ['is paid', created, { status: 'PAYED', cents: 10 }, null, ['STARTED', 'SUBMITTED', 'SUCCESS']],
    ['is paid', started, { status: 'PAYED', cents: 10 }, null, ['SUBMITTED', 'SUCCESS']],
    ['is paid, though it was to expire', started, { status: 'PAYED', cents: 10 }, 'EXPIRE', ['SUBMITTED', 'SUCCESS']],
    ['is paid with another amount', started, { status: 'PAYED', cents: 11 }, null, ['ERROR']],
    ['failed', created, { status: 'FAILED', cents: 10 }, null, ['STARTED', 'FAILED']],
    ['was cancelled', started, { status: 'CANCELED', cents: 10 }, null, ['FAILED']],
    ['was cancelled for the agency', started, { status: 'CANCELED', cents: 10 }, 'CANCEL_BY_AGENCY', ['CANCELLED']],
  ] as const)('%s', (_, state, word, ending, expected) => {
    expect(statuses(statesTowards(state, word, { cents: 10, ending }))).toEqual(expected);
  });

  test('is told by the reason for which it was ended', () => {
    const reasonFor = (ending: Ending | null) =>
      statesTowards(started, { status: 'CANCELED', cents: 1 }, { cents: 1, ending }).at(-1)?.failureReason;
    expect(reasonFor('EXPIRE')).toBe('EXPIRED');
    expect(reasonFor(null)).toBe('CANCELLED_BY_CITIZEN');
  });

  test('ends every payment that has not ended, by steps of the table alone, and moves none that has', () => {
    const reached = fc.array(fc.constantFrom(...paymentEvents), { maxLength: 6 }).map((events) => {
      let state = initialState;
      for (const event of events) state = afterEvent(state, event) ?? state;
      return state;
    });
    fc.assert(
      fc.property(
        reached,
        fc.constantFrom(...providerStatuses),
        fc.constantFrom(...endings),
        fc.boolean(),
        (state, status, ending, isSame) => {
          const states = statesTowards(state, { status, cents: isSame ? 5 : 6 }, { cents: 5, ending });
          const last = states.at(-1);
          if (isFinal(state.status) || status === 'INITIAL') return expect(states).toEqual([]);
          expect(last && isFinal(last.status)).toBe(true);
          expect(last?.status === 'SUCCESS').toBe(status === 'PAYED' && isSame);
          let current = state;
          for (const next of states) {
            expect(paymentEvents.map((event) => afterEvent(current, event))).toContainEqual(next);
            current = next;
          }
        },
      ),
    );
  });
});
