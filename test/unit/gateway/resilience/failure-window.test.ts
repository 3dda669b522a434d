import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FailureWindow } from '../../../../gateway/resilience/failure-window.ts';

const WINDOW_MS = 10_000;
const PART_MS = WINDOW_MS / 10;
const answers = fc.array(fc.record({ afterMs: fc.nat(4_000), isFailure: fc.boolean() }), { maxLength: 80 });

describe('A window of answers', () => {
  test('counts exactly the answers of the present tenth and the nine before it', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: 1, max: 20 }), fc.constantFrom(0.2, 0.5, 0.9), (list, atLeast, share) => {
        const window = new FailureWindow(WINDOW_MS);
        const seen: { part: number; isFailure: boolean }[] = [];
        let now = 1_700_000_000_000;
        for (const { afterMs, isFailure } of list) {
          now += afterMs;
          if (isFailure) window.countFailure(now);
          else window.countSuccess(now);
          seen.push({ part: Math.floor(now / PART_MS), isFailure });
          const counted = seen.filter(({ part }) => part > Math.floor(now / PART_MS) - 10);
          const failures = counted.filter((answer) => answer.isFailure).length;
          expect(window.isAtLeast(atLeast, share)).toBe(
            counted.length >= atLeast && failures >= share * counted.length,
          );
        }
      }),
    );
  });
});
