import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  eventsIn,
  initialState,
  isOpen,
  procedureEvents,
  procedureStates,
  stateAfter,
  type ProcedureEvent,
  type ProcedureState,
} from '../../../../../subgraphs/vehicle-registration/domain/procedures/state-machine.ts';

const facts = fc.record({ isPaid: fc.boolean(), isAutomatic: fc.boolean(), isUnderReview: fc.boolean() });
const steps = fc.array(fc.tuple(fc.constantFrom(...procedureEvents), facts), { maxLength: 40 });
const nothing = { isPaid: false, isAutomatic: false, isUnderReview: false };

/** Every state that was visited, the first one included. */
function run(course: readonly [ProcedureEvent, { isPaid: boolean; isAutomatic: boolean; isUnderReview: boolean }][]) {
  const states: ProcedureState[] = [initialState];
  for (const [event, given] of course) {
    const next = stateAfter(states.at(-1) ?? initialState, event, given);
    if (next) states.push(next);
  }
  return states;
}

describe('whatever happens in whatever order', () => {
  test('no sequence of events leads outside the table', () => {
    fc.assert(
      fc.property(steps, (course) => {
        for (const state of run(course)) expect(procedureStates).toContain(state);
      }),
    );
  });

  test('nothing is decided that was not submitted, and nothing is submitted that was not paid', () => {
    fc.assert(
      fc.property(steps, (course) => {
        const unpaid = run(course.map(([event, given]) => [event, { ...given, isPaid: false }]));
        for (const state of ['SUBMITTED', 'WITH_CLERK', 'DECIDED', 'REJECTED', 'REVOKED'] as const)
          expect(unpaid).not.toContain(state);
        const states = run(course);
        const decided = states.findIndex((state) => ['DECIDED', 'REJECTED'].includes(state));
        if (decided >= 0) expect(states.slice(0, decided)).toContain('SUBMITTED');
      }),
    );
  });

  test('without a clerk only an automatic procedure is approved, and none is rejected', () => {
    fc.assert(
      fc.property(steps, (course) => {
        const states = run(
          course
            .filter(([event]) => event !== 'HAND_TO_CLERK')
            .map(([event, given]) => [event, { ...given, isAutomatic: false }]),
        );
        for (const state of ['DECIDED', 'REJECTED'] as const) expect(states).not.toContain(state);
      }),
    );
  });

  test('what is over stays over, but for an automatic decision under review', () => {
    fc.assert(
      fc.property(steps, (course) => {
        const states = run(course);
        const end = states.findIndex((state) => !isOpen(state));
        if (end >= 0) expect(['', 'REVOKED']).toContain(states[end + 1] ?? '');
      }),
    );
  });
});

test('every state is reached, and from every open one there is a way to an end', () => {
  const all = { isPaid: true, isAutomatic: true, isUnderReview: true };
  const reached = (from: ProcedureState): Set<ProcedureState> => {
    const found = new Set([from]);
    for (const state of found)
      for (const event of procedureEvents) {
        const next = stateAfter(state, event, all);
        if (next) found.add(next);
      }
    return found;
  };
  expect([...reached(initialState)].toSorted()).toEqual([...procedureStates].toSorted());
  for (const state of procedureStates.filter(isOpen))
    expect([...reached(state)].some((each) => !isOpen(each))).toBe(true);
});

test('a guard that is not met lets nothing happen', () => {
  expect(stateAfter('AWAITING_PAYMENT', 'PAY', nothing)).toBeNull();
  expect(stateAfter('SUBMITTED', 'APPROVE', { ...nothing, isPaid: true })).toBeNull();
  expect(stateAfter('DECIDED', 'REVOKE', { ...nothing, isAutomatic: true })).toBeNull();
  expect(eventsIn('SUBMITTED')).toEqual(['HAND_TO_CLERK', 'APPROVE']);
});
