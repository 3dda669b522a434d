import type { Kysely } from 'kysely';
import { clerkProblem, reasonsProblem } from '../../domain/procedures/clerk-problem.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { Work } from '../parts.ts';
import type { ProcedureRow } from '../procedures/procedure-rows.ts';
import { recordDecision } from '../procedures/record-decision.ts';
import type { ClerkOutcome, Official } from './clerk-store.ts';
import { lockForClerk } from './lock-for-clerk.ts';

export interface ClerkDecision {
  procedureId: string;
  decision: 'APPROVE' | 'REJECT';
  reasons: readonly string[];
}

/** Decides a procedure that is with the clerks; register and back office learn of it afterwards. The same decision again changes nothing. */
export function decideProcedure(
  db: Kysely<VehicleRegistrationDatabase>,
  official: Official,
  { procedureId, decision, reasons }: ClerkDecision,
): Promise<ClerkOutcome> {
  const { clerk, parts, now } = official;
  const outcome = decision === 'APPROVE' ? 'APPROVED' : 'REJECTED';
  return db.transaction().execute(async (work) => {
    const procedure = await lockForClerk(work, procedureId, official);
    if (!procedure) return { procedure, problems: [clerkProblem('PROCEDURE_UNKNOWN')] };
    const problem = reasonsProblem(reasons, decision === 'REJECT');
    if (problem) return { procedure, problems: [problem] };
    if (procedure.state !== 'WITH_CLERK') {
      const isRepeated = await wasDecidedSo(work, procedure, outcome, clerk.sub);
      return { procedure, problems: isRepeated ? [] : [clerkProblem('NOT_WITH_CLERK')] };
    }
    await recordDecision(work, { procedureId, outcome, reasons, decidedBy: clerk.sub, now });
    await parts.deliver(work, procedureId);
    return { procedure: await lockForClerk(work, procedureId, official), problems: [] };
  });
}

async function wasDecidedSo(
  work: Work,
  { id }: ProcedureRow,
  outcome: 'APPROVED' | 'REJECTED',
  clerk: string,
): Promise<boolean> {
  const made = await work
    .selectFrom('procedure_decision')
    .select(['outcome', 'decided_by'])
    .where('procedure_id', '=', id)
    .executeTakeFirst();
  return made?.outcome === outcome && made.decided_by === clerk;
}
