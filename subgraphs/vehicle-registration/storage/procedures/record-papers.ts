import type { PaperCodes } from '../../domain/ports.ts';
import type { CodeDigests } from '../../domain/procedures/security-code.ts';
import type { Work } from '../parts.ts';
import { replaceVehicleCodes } from '../vehicle-codes.ts';
import { writeHistory } from './change-state.ts';
import type { ProcedureRow } from './procedure-rows.ts';

/**
 * Notes the codes of the papers that a procedure brought, so that the next procedure about the vehicle can go by itself. A second time changes nothing.
 *
 * Threat: papers told of late (a back office was closed for days) bring back codes that a later decision made worthless. Rule: they count only while no later
 * decision about the vehicle has taken effect.
 */
export async function recordPapers(
  work: Work,
  procedure: ProcedureRow,
  codes: PaperCodes,
  digests: CodeDigests,
  now: Date,
): Promise<void> {
  const { id, vehicle_id: vehicleId, papers_at: known } = procedure;
  if (known !== null) return;
  await work.updateTable('procedure').set({ papers_at: now }).where('id', '=', id).execute();
  if (Object.keys(codes).length === 0 || vehicleId === null) return;
  await work.selectFrom('vehicle').select('id').where('id', '=', vehicleId).forUpdate().execute();
  if (!(await isLastEffect(work, id, vehicleId))) return;
  await replaceVehicleCodes(work, digests, { id: vehicleId, codes });
  await writeHistory(work, procedure, { event: 'PAPERS_ISSUED', actor: 'AUTHORITY', now });
}

/** Whether nothing that was decided later has changed the vehicle since. */
export async function isLastEffect(work: Work, procedureId: string, vehicleId: string): Promise<boolean> {
  const last = await work
    .selectFrom('procedure_decision as decision')
    .innerJoin('procedure', 'procedure.id', 'decision.procedure_id')
    .select('procedure.id')
    .where('procedure.vehicle_id', '=', vehicleId)
    .where('decision.effected_at', 'is not', null)
    .where('decision.effective_on', 'is not', null)
    .orderBy('decision.effected_at', 'desc')
    .orderBy('decision.decided_at', 'desc')
    // Ids grow with time.
    .orderBy('procedure.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.id === procedureId;
}
