import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  afterEvent,
  failureReasons,
  initialState,
  isFinal,
  paymentEvents,
  paymentStatuses,
  type PaymentEvent,
  type PaymentState,
} from '../../../../subgraphs/payments/domain/payment-status.ts';

/** Events as they come: what cannot happen is ignored. */
function statesAlong(events: readonly PaymentEvent[]): PaymentState[] {
  const states = [initialState];
  for (const event of events) {
    const next = afterEvent(states.at(-1) ?? initialState, event);
    if (next) states.push(next);
  }
  return states;
}

const courses = fc.array(fc.constantFrom(...paymentEvents), { maxLength: 30 });

describe('whatever happens to a payment, in whatever order', () => {
  test('it has one of its statuses, and a reason exactly where it failed', () => {
    fc.assert(
      fc.property(courses, (events) => {
        for (const { status, failureReason } of statesAlong(events)) {
          expect(paymentStatuses).toContain(status);
          expect(failureReason !== null).toBe(status === 'FAILED');
          if (failureReason !== null) expect(failureReasons).toContain(failureReason);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('it is in no status twice, so that it ends', () => {
    fc.assert(
      fc.property(courses, (events) => {
        const statuses = statesAlong(events).map(({ status }) => status);
        expect(new Set(statuses).size).toBe(statuses.length);
      }),
    );
  });

  test('nothing follows a final status, and nobody pays without having submitted', () => {
    fc.assert(
      fc.property(courses, (events) => {
        const statuses = statesAlong(events).map(({ status }) => status);
        expect(statuses.slice(0, -1).some((status) => isFinal(status))).toBe(false);
        if (statuses.includes('SUCCESS')) expect(statuses).toContain('SUBMITTED');
      }),
    );
  });
});

describe('a payment', () => {
  test.each([
    [
      ['START', 'SUBMIT', 'SUCCEED'],
      ['CREATED', 'STARTED', 'SUBMITTED', 'SUCCESS'],
    ],
    [
      ['START', 'SUBMIT', 'AUTHORISE', 'SUCCEED'],
      ['CREATED', 'STARTED', 'SUBMITTED', 'CAPTURABLE', 'SUCCESS'],
    ],
    [
      ['START', 'SUBMIT', 'DECLINE'],
      ['CREATED', 'STARTED', 'SUBMITTED', 'FAILED'],
    ],
    [
      ['CANCEL_BY_AGENCY', 'START'],
      ['CREATED', 'CANCELLED'],
    ],
    [
      ['SUCCEED', 'START', 'EXPIRE', 'SUBMIT'],
      ['CREATED', 'STARTED', 'FAILED'],
    ],
    [
      ['START', 'SUBMIT', 'BREAK_DOWN', 'SUCCEED'],
      ['CREATED', 'STARTED', 'SUBMITTED', 'ERROR'],
    ],
  ] as [PaymentEvent[], string[]][])('%j goes through %j', (events, expected) => {
    expect(statesAlong(events).map(({ status }) => status)).toEqual(expected);
  });

  test('every status can be reached', () => {
    const reached = new Set(
      fc.sample(courses, { numRuns: 3_000, seed: 1 }).flatMap((events) => statesAlong(events).map((s) => s.status)),
    );
    expect([...reached].toSorted()).toEqual(paymentStatuses.toSorted());
  });

  test('the last four statuses are final, the others not', () => {
    expect(paymentStatuses.filter((status) => isFinal(status))).toEqual(['SUCCESS', 'FAILED', 'CANCELLED', 'ERROR']);
  });
});
