import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  drawnOf256,
  reviewStep,
  type ReviewSituation,
} from '../../../../../subgraphs/vehicle-registration/domain/procedures/review.ts';

test('a tenth of the automatic decisions is drawn, and none before there is a rule', () => {
  expect(drawnOf256('2026-11-20')).toBe(26);
  expect(drawnOf256('2019-09-30')).toBe(0);
});

describe('a review', () => {
  const clerks = ['anna', 'bert', 'carla'];
  const acts = fc.array(
    fc.record({ clerk: fc.constantFrom(...clerks), verdict: fc.constantFrom('CONFIRM' as const, 'REVOKE' as const) }),
    { maxLength: 8 },
  );

  test('ends once, and revokes only what two different clerks wanted revoked', () => {
    fc.assert(
      fc.property(acts, (sequence) => {
        const situation: ReviewSituation = { isUnderReview: true, proposedBy: null, verdict: null };
        const wanted = new Set<string>();
        let endings = 0;
        for (const { clerk, verdict } of sequence) {
          const step = reviewStep(situation, clerk, verdict);
          if (step === 'REVIEW_OVER' || step === 'FOUR_EYES') continue;
          if (verdict === 'REVOKE') wanted.add(clerk);
          if (step === 'PROPOSED') situation.proposedBy = clerk;
          else {
            situation.verdict = step;
            endings += 1;
          }
        }
        expect(endings).toBeLessThanOrEqual(1);
        if (situation.verdict === 'REVOKED') expect(wanted.size).toBe(2);
      }),
    );
  });

  test('does not begin for what is not under review', () => {
    const over = { isUnderReview: false, proposedBy: null, verdict: null };
    expect(reviewStep(over, 'anna', 'CONFIRM')).toBe('REVIEW_OVER');
  });
});
