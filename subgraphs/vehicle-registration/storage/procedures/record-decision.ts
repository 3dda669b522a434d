import { addMonths, germanDay } from '../../../kit/data/calendar.ts';
import { clocksOn } from '../../domain/procedures/clocks.ts';
import { procedureDefinitions } from '../../domain/procedures/definition.ts';
import type { Work } from '../parts.ts';
import { assignPlate } from '../plates/assign-plate.ts';
import { applyEffect } from './apply-effect.ts';
import { changeState } from './change-state.ts';
import { releaseHoldings } from './end-procedure.ts';
import { openFeeDecision } from './open-fee-decision.ts';
import { lockProcedure, type ProcedureRow } from './procedure-rows.ts';

export interface DecisionToRecord {
  procedureId: string;
  outcome: 'APPROVED' | 'REJECTED';
  /** For a clerk's decision: why. */
  reasons?: readonly string[];
  /** Sector identifier of the clerk; none for an automatic decision. */
  decidedBy?: string;
  now: Date;
}

/**
 * Decides a procedure: its state, the plate that it brings, the times that begin to run, and for a rejection what becomes of the fee.
 * @returns the procedure; null where it cannot be decided (any more), and nothing changed
 */
export async function recordDecision(work: Work, decision: DecisionToRecord): Promise<ProcedureRow | null> {
  const { procedureId, outcome, decidedBy, now } = decision;
  const before = await lockProcedure(work, procedureId);
  const procedure = await changeState(work, before, {
    event: outcome === 'APPROVED' ? 'APPROVE' : 'REJECT',
    actor: decidedBy ? 'AUTHORITY' : 'SYSTEM',
    now,
  });
  if (!procedure) return null;
  const isAutomatic = decidedBy === undefined;
  const plate = outcome === 'APPROVED' ? await plateFor(work, procedure, now) : null;
  await writeDecision(work, decision, plate, isAutomatic);
  if (outcome === 'REJECTED') {
    await releaseHoldings(work, procedure, now);
    await openFeeDecision(work, procedure, 'REJECTED', now);
  } else if (procedureDefinitions[procedure.kind].takesEffect === 'AT_ONCE')
    await applyEffect(work, procedureId, germanDay(now), now);
  return procedure;
}

async function writeDecision(
  work: Work,
  { procedureId, outcome, reasons = [], decidedBy, now }: DecisionToRecord,
  plate: string | null,
  isAutomatic: boolean,
): Promise<void> {
  const day = germanDay(now);
  const { retrieveMinutes, reviewMonths } = clocksOn(day);
  await work
    .insertInto('procedure_decision')
    .values({
      procedure_id: procedureId,
      outcome,
      is_automatic: isAutomatic,
      reasons: JSON.stringify(reasons),
      decided_by: decidedBy ?? null,
      decided_at: now,
      plate,
      retrievable_until: new Date(now.getTime() + retrieveMinutes * 60_000),
      retrieved_at: null,
      posted_at: null,
      effective_on: null,
      effected_at: null,
      review_until: isAutomatic ? addMonths(day, reviewMonths) : null,
    })
    .execute();
}

/** The plate from now on: the old one, the reserved one, or one that the authority gives out now. */
async function plateFor(work: Work, procedure: ProcedureRow, now: Date): Promise<string | null> {
  if (procedureDefinitions[procedure.kind].plate !== 'NEW') {
    const vehicle = await work
      .selectFrom('vehicle')
      .select('plate')
      .where('id', '=', procedure.vehicle_id)
      .executeTakeFirst();
    return vehicle?.plate ?? procedure.inputs.plate ?? null;
  }
  const reserved = await work
    .selectFrom('plate_reservation')
    .select('plate')
    .where('procedure_id', '=', procedure.id)
    .executeTakeFirst();
  return reserved?.plate ?? assignPlate(work, procedure, now);
}
