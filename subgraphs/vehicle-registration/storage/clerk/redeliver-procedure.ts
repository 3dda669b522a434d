import type { Kysely } from 'kysely';
import { clerkProblem } from '../../domain/procedures/clerk-problem.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { ClerkOutcome, Official } from './clerk-store.ts';
import { lockForClerk } from './lock-for-clerk.ts';

/** Lets a delivery go on that was parked, after what held it up was mended. */
export function redeliverProcedure(
  db: Kysely<VehicleRegistrationDatabase>,
  official: Official,
  procedureId: string,
): Promise<ClerkOutcome> {
  return db.transaction().execute(async (work) => {
    const procedure = await lockForClerk(work, procedureId, official);
    if (!procedure) return { procedure, problems: [clerkProblem('PROCEDURE_UNKNOWN')] };
    const { numDeletedRows } = await work
      .deleteFrom('parked_delivery')
      .where('procedure_id', '=', procedureId)
      .executeTakeFirst();
    if (!numDeletedRows) return { procedure, problems: [clerkProblem('NOT_PARKED')] };
    await official.parts.deliver(work, procedureId);
    return { procedure, problems: [] };
  });
}
