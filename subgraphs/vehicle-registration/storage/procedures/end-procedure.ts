import { sql } from 'kysely';
import { germanDay } from '../../../kit/data/calendar.ts';
import { clocksOn } from '../../domain/procedures/clocks.ts';
import type { Work } from '../parts.ts';
import type { ProcedureRow } from './procedure-rows.ts';

/** Frees what a procedure held that came to nothing: its vehicle, its codes, and the plate, which stays reserved for as long as it was before. */
export async function releaseHoldings(work: Work, { id }: Pick<ProcedureRow, 'id'>, now: Date): Promise<void> {
  const { reservationDays, keptPlateMonths } = clocksOn(germanDay(now));
  await work.updateTable('procedure').set({ occupies_vehicle: false }).where('id', '=', id).execute();
  await work.deleteFrom('procedure_code').where('procedure_id', '=', id).execute();
  await work.deleteFrom('plate_reservation').where('procedure_id', '=', id).where('reason', '=', 'ASSIGNED').execute();
  await work
    .updateTable('plate_reservation')
    .set({
      procedure_id: null,
      expires_at: sql<Date>`reserved_at + CASE reason WHEN 'KEPT' THEN make_interval(months => ${keptPlateMonths}::integer)
        ELSE make_interval(days => ${reservationDays}::integer) END`,
    })
    .where('procedure_id', '=', id)
    .execute();
}
