import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pauseAfter, usualRhythm } from '../../../../subgraphs/kit/events/delivery.ts';

const without = () => 0;

test('pauses begin at a second and double', () => {
  expect([1, 2, 3, 4, 5].map((attempts) => pauseAfter(attempts, usualRhythm, without))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000,
  ]);
});

test('a pause is never shorter than the one before it nor longer than five minutes, whatever chance says', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempts, chance) => {
        const pause = pauseAfter(attempts, usualRhythm, () => chance);
        expect(pause).toBeGreaterThanOrEqual(pauseAfter(attempts, usualRhythm, without));
        expect(pause).toBeLessThanOrEqual(300_000);
        expect(pauseAfter(attempts + 1, usualRhythm, without)).toBeGreaterThanOrEqual(
          pauseAfter(attempts, usualRhythm, without),
        );
      },
    ),
  );
});
