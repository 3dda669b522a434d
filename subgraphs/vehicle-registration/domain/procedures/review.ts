import { isValidOn, type Validity } from '../../../kit/data/calendar.ts';
import type { ProcedureState } from './state-machine.ts';

/** Which part of the automatic decisions a clerk looks at while they are under review (four eyes: the rule's and a person's). */
export interface ReviewSample extends Validity {
  /** 0 to 1. */
  share: number;
}

/** Set by the operator, by time; the law asks that automatic decisions are examined and leaves how many to the authority. */
export const reviewSamples: readonly ReviewSample[] = [{ validFrom: '2019-10-01', validTo: null, share: 0.1 }];

/** Of 256 procedures, how many are drawn on a day, YYYY-MM-DD: those whose id has a hash that begins with a smaller byte. */
export function drawnOf256(day: string, samples: readonly ReviewSample[] = reviewSamples): number {
  return Math.round(256 * (samples.find((each) => isValidOn(each, day))?.share ?? 0));
}

export type ReviewVerdict = 'CONFIRM' | 'REVOKE';

export interface ReviewSituation {
  /** It is an automatic decision, was not revoked, and its time of review runs. */
  isUnderReview: boolean;
  /** Who proposed to revoke it, if somebody did. */
  proposedBy: string | null;
  verdict: 'CONFIRMED' | 'REVOKED' | null;
}

/** Whether a decision is under review on a day: an automatic one that stands, until the last day of its time. */
export function isUnderReview(
  state: ProcedureState,
  decision: { isAutomatic: boolean; reviewUntil: string | null } | null,
  today: string,
): boolean {
  const until = decision?.isAutomatic ? decision.reviewUntil : null;
  return state === 'DECIDED' && until !== null && until >= today;
}

export type ReviewStep = 'CONFIRMED' | 'PROPOSED' | 'REVOKED';
export type ReviewRefusal = 'REVIEW_OVER' | 'FOUR_EYES';

/**
 * What becomes of a clerk's verdict. One clerk confirms; to revoke takes two: the first proposes, another one agrees, or confirms the
 * decision after all. Nobody answers a proposal of their own.
 */
export function reviewStep(
  { isUnderReview, proposedBy, verdict: known }: ReviewSituation,
  clerk: string,
  verdict: ReviewVerdict,
): ReviewStep | ReviewRefusal {
  if (!isUnderReview || known !== null) return 'REVIEW_OVER';
  if (proposedBy === clerk) return 'FOUR_EYES';
  if (verdict === 'CONFIRM') return 'CONFIRMED';
  return proposedBy === null ? 'PROPOSED' : 'REVOKED';
}
