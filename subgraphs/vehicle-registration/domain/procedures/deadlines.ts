import { addDays, endOfGermanDay } from '../../../kit/data/calendar.ts';
import type { ProcedureKind } from '../procedure-kind.ts';
import type { Clocks } from './clocks.ts';
import { procedureDefinitions } from './definition.ts';
import { isOpen, type ProcedureState } from './state-machine.ts';

/** What a time that runs leads to. */
export const deadlineKinds = [
  'INPUT_DELETED',
  'PAYMENT',
  'RETRIEVAL',
  'DEEMED_DELIVERED',
  'PAPERS',
  'REVIEW',
  'PROTOCOL_DELETED',
] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

export interface Deadline {
  kind: DeadlineKind;
  at: Date;
}

/** What of a procedure the times hang on. */
export interface Course {
  kind: ProcedureKind;
  state: ProcedureState;
  touchedAt: Date;
  payableUntil: Date | null;
  endedAt: Date | null;
  decision: {
    outcome: 'APPROVED' | 'REJECTED';
    retrievableUntil: Date;
    retrievedAt: Date | null;
    postedAt: Date | null;
    /** YYYY-MM-DD */
    effectiveOn: string | null;
    /** YYYY-MM-DD */
    reviewUntil: string | null;
  } | null;
}

/** The times that run in a procedure as it stands, soonest first. */
export function deadlinesOf(course: Course, clocks: Clocks): Deadline[] {
  const found: Deadline[] = [];
  const add = (kind: DeadlineKind, at: Date | null) => at && found.push({ kind, at });
  const { state, touchedAt, payableUntil, endedAt } = course;
  if (state === 'DRAFT' || state === 'CHECKED')
    add('INPUT_DELETED', new Date(touchedAt.getTime() + clocks.abandonMinutes * 60_000));
  if (state === 'AWAITING_PAYMENT') add('PAYMENT', payableUntil);
  for (const { kind, at } of decisionDeadlines(course, clocks)) add(kind, at);
  if (!isOpen(state) && endedAt) {
    const end = new Date(endedAt);
    end.setUTCMonth(end.getUTCMonth() + clocks.protocolMonths);
    add('PROTOCOL_DELETED', end);
  }
  return found.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function decisionDeadlines({ kind, decision }: Course, { papersDays }: Clocks): Deadline[] {
  if (!decision) return [];
  const { retrievableUntil, retrievedAt, postedAt, effectiveOn, reviewUntil } = decision;
  const found: Deadline[] = [];
  if (!retrievedAt && !postedAt) found.push({ kind: 'RETRIEVAL', at: retrievableUntil });
  if (postedAt && effectiveOn) found.push({ kind: 'DEEMED_DELIVERED', at: endOfGermanDay(addDays(effectiveOn, -1)) });
  // With the plate kept, the decision serves as papers until the new ones arrive.
  if (decision.outcome === 'APPROVED' && effectiveOn && procedureDefinitions[kind].plate === 'KEPT')
    found.push({ kind: 'PAPERS', at: endOfGermanDay(addDays(effectiveOn, papersDays)) });
  if (reviewUntil) found.push({ kind: 'REVIEW', at: endOfGermanDay(reviewUntil) });
  return found;
}
