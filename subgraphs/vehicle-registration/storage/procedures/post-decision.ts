import { addDays, germanDay } from '../../../kit/data/calendar.ts';
import { clocksOn } from '../../domain/procedures/clocks.ts';
import type { Work } from '../parts.ts';
import { writeHistory } from './change-state.ts';
import { lockProcedure } from './procedure-rows.ts';

/** A decision that nobody fetched goes by post: it counts as delivered on the third day after. A second time changes nothing. @returns whether it was the first */
export async function postDecision(work: Work, procedureId: string, now: Date): Promise<boolean> {
  const procedure = await lockProcedure(work, procedureId);
  const day = germanDay(now);
  const { numUpdatedRows } = await work
    .updateTable('procedure_decision')
    .set(({ fn, val }) => ({
      posted_at: now,
      // What took effect at once keeps its day.
      effective_on: fn.coalesce('effective_on', val(addDays(day, clocksOn(day).deliveryDays))),
    }))
    .where('procedure_id', '=', procedureId)
    .where('retrieved_at', 'is', null)
    .where('posted_at', 'is', null)
    .executeTakeFirst();
  if (!numUpdatedRows) return false;
  await writeHistory(work, procedure, { event: 'POST', actor: 'SYSTEM', now });
  return true;
}
