import type { Kysely } from 'kysely';
import { germanDay } from '../../../kit/data/calendar.ts';
import { clerkProblem, reasonsProblem } from '../../domain/procedures/clerk-problem.ts';
import { isUnderReview, reviewStep, type ReviewStep, type ReviewVerdict } from '../../domain/procedures/review.ts';
import type { TurnBackObstacle } from '../../domain/procedures/turn-back.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { Work } from '../parts.ts';
import { changeState } from '../procedures/change-state.ts';
import { releaseHoldings } from '../procedures/end-procedure.ts';
import type { ProcedureDecisionRow, ProcedureRow } from '../procedures/procedure-rows.ts';
import { rememberVehicle, turnBack } from '../procedures/turn-back.ts';
import type { ClerkOutcome, Official } from './clerk-store.ts';
import { lockForClerk } from './lock-for-clerk.ts';

export interface Review {
  procedureId: string;
  verdict: ReviewVerdict;
  reasons: readonly string[];
}

/** A clerk looks at an automatic decision: one confirms it, two revoke it. */
export function reviewDecision(
  db: Kysely<VehicleRegistrationDatabase>,
  official: Official,
  review: Review,
): Promise<ClerkOutcome> {
  const { procedureId, verdict, reasons } = review;
  return db.transaction().execute(async (work) => {
    const procedure = await lockForClerk(work, procedureId, official);
    if (!procedure) return { procedure, problems: [clerkProblem('PROCEDURE_UNKNOWN')] };
    const problem = reasonsProblem(reasons, verdict === 'REVOKE');
    if (problem) return { procedure, problems: [problem] };
    const decision = await work
      .selectFrom('procedure_decision')
      .selectAll()
      .where('procedure_id', '=', procedureId)
      .executeTakeFirst();
    const step = await stepOf(work, procedure, decision, review, official);
    if (step === 'REVIEW_OVER' || step === 'FOUR_EYES') return { procedure, problems: [clerkProblem(step)] };
    await write(work, step, review, official);
    const left = step === 'REVOKED' && decision ? await revoke(work, procedure, decision, official) : null;
    return { procedure: await lockForClerk(work, procedureId, official), problems: left ? [clerkProblem(left)] : [] };
  });
}

async function stepOf(
  work: Work,
  { id, state }: ProcedureRow,
  decision: ProcedureDecisionRow | undefined,
  { verdict }: Review,
  { clerk, now }: Official,
) {
  const known = await work
    .selectFrom('decision_review')
    .select(['proposed_by', 'verdict'])
    .where('procedure_id', '=', id)
    .executeTakeFirst();
  const made = decision ? { isAutomatic: decision.is_automatic, reviewUntil: decision.review_until } : null;
  const situation = {
    isUnderReview: isUnderReview(state, made, germanDay(now)),
    proposedBy: known?.proposed_by ?? null,
    verdict: known?.verdict ?? null,
  };
  return reviewStep(situation, clerk.sub, verdict);
}

async function write(
  work: Work,
  step: ReviewStep,
  { procedureId, reasons }: Review,
  { clerk, now }: Official,
): Promise<void> {
  const entry =
    step === 'PROPOSED'
      ? { proposed_by: clerk.sub, proposed_at: now, reasons: JSON.stringify(reasons) }
      : { verdict: step, reviewed_by: clerk.sub, reviewed_at: now };
  // The procedure is locked, so nobody writes between the two.
  const { numUpdatedRows } = await work
    .updateTable('decision_review')
    .set(entry)
    .where('procedure_id', '=', procedureId)
    .executeTakeFirst();
  if (numUpdatedRows) return;
  const empty = { proposed_by: null, proposed_at: null, verdict: null, reviewed_by: null, reviewed_at: null };
  await work
    .insertInto('decision_review')
    .values({ procedure_id: procedureId, ...empty, ...entry })
    .execute();
}

/**
 * Takes an automatic decision back. What was to take effect does not; what took effect is turned back, unless more has happened since.
 * @returns why the vehicle was not turned back, which a clerk then has to arrange; null where nothing is left to do
 */
async function revoke(
  work: Work,
  procedure: ProcedureRow,
  decision: ProcedureDecisionRow,
  { parts, now }: Official,
): Promise<TurnBackObstacle | null> {
  const revoked = await changeState(work, procedure, {
    event: 'REVOKE',
    actor: 'AUTHORITY',
    now,
    isUnderReview: true,
    // Register and back office have to learn of it.
    set: { told_at: null },
  });
  if (!revoked) return null;
  const obstacle =
    decision.effected_at === null
      ? await keepFromEffect(work, revoked, now)
      : await turnBack(work, revoked, decision, now);
  await parts.deliver(work, procedure.id);
  return obstacle;
}

/** No clock and no retrieval lets it take effect any more. The register, which knew of it already, hears how the vehicle still is. */
async function keepFromEffect(work: Work, procedure: ProcedureRow, now: Date): Promise<null> {
  const { id, vehicle_id: vehicleId } = procedure;
  await work
    .updateTable('procedure_decision')
    .set({ effected_at: now, effective_on: null })
    .where('procedure_id', '=', id)
    .execute();
  const vehicle = await work.selectFrom('vehicle').selectAll().where('id', '=', vehicleId).executeTakeFirst();
  if (vehicle) await rememberVehicle(work, id, vehicle);
  await releaseHoldings(work, procedure, now);
  return null;
}
