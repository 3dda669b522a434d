import type { Kysely } from 'kysely';
import { germanDay } from '../../../kit/data/calendar.ts';
import { procedureProblem } from '../../domain/procedures/procedure-problem.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import { applyEffect } from './apply-effect.ts';
import { writeHistory } from './change-state.ts';
import { postDecision } from './post-decision.ts';
import { lockOwnProcedure, type Applicant, type Outcome } from './procedure-rows.ts';

/** Fetches a decision while that can be done: that is its delivery, and what was approved takes effect. */
export async function retrieveDecision(
  db: Kysely<VehicleRegistrationDatabase>,
  { citizen, now, parts }: Applicant,
  procedureId: string,
): Promise<Outcome> {
  return db.transaction().execute(async (work) => {
    const procedure = await lockOwnProcedure(work, procedureId, citizen.sub);
    if (!procedure) return { procedure: null, problems: [procedureProblem('PROCEDURE_UNKNOWN')] };
    const decision = await work
      .selectFrom('procedure_decision')
      .selectAll()
      .where('procedure_id', '=', procedureId)
      .executeTakeFirst();
    if (!decision) return { procedure, problems: [procedureProblem('DECISION_NOT_MADE')] };
    if (decision.retrieved_at) return { procedure, problems: [] };
    if (!decision.posted_at && decision.retrievable_until <= now) await postDecision(work, procedureId, now);
    if (decision.retrievable_until <= now) return { procedure, problems: [procedureProblem('DECISION_POSTED')] };
    await work
      .updateTable('procedure_decision')
      .set({ retrieved_at: now })
      .where('procedure_id', '=', procedureId)
      .execute();
    await writeHistory(work, procedure, { event: 'RETRIEVE', actor: 'CITIZEN', now });
    // The papers are printed for what took effect.
    if (await applyEffect(work, procedureId, germanDay(now), now)) await parts.deliver(work, procedureId);
    return { procedure: await lockOwnProcedure(work, procedureId, citizen.sub), problems: [] };
  });
}
