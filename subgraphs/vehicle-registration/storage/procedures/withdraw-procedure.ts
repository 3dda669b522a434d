import type { Kysely } from 'kysely';
import { procedureProblem } from '../../domain/procedures/procedure-problem.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import { changeState } from './change-state.ts';
import { releaseHoldings } from './end-procedure.ts';
import { openFeeDecision } from './open-fee-decision.ts';
import { lockOwnProcedure, type Applicant, type Outcome } from './procedure-rows.ts';

/** Withdraws a procedure that is not decided yet. What was paid for it opens a fee decision. */
export async function withdrawProcedure(
  db: Kysely<VehicleRegistrationDatabase>,
  { citizen, now, parts }: Applicant,
  procedureId: string,
): Promise<Outcome> {
  return db.transaction().execute(async (work) => {
    const procedure = await lockOwnProcedure(work, procedureId, citizen.sub);
    if (!procedure) return { procedure: null, problems: [procedureProblem('PROCEDURE_UNKNOWN')] };
    // Whoever withdraws twice has withdrawn.
    if (procedure.state === 'WITHDRAWN') return { procedure, problems: [] };
    const withdrawn = await changeState(work, procedure, {
      event: 'WITHDRAW',
      actor: 'CITIZEN',
      now,
      // What was typed for nothing is not kept.
      ...(procedure.submitted_at ? {} : { set: { inputs: '{}' } }),
    });
    if (!withdrawn) {
      const code = procedure.state === 'SUBMITTED' ? 'BEING_DELIVERED' : 'WRONG_STATE';
      return { procedure, problems: [procedureProblem(code)] };
    }
    await releaseHoldings(work, procedure, now);
    if (procedure.paid_at) {
      await openFeeDecision(work, withdrawn, 'WITHDRAWN', now);
      await parts.deliver(work, procedureId);
    }
    return { procedure: { ...withdrawn, occupies_vehicle: false }, problems: [] };
  });
}
