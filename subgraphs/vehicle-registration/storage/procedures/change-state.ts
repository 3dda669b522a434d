import type { Updateable } from 'kysely';
import { sql } from 'kysely';
import { isOpen, stateAfter, type ProcedureEvent } from '../../domain/procedures/state-machine.ts';
import type { Work } from '../parts.ts';
import type { ProcedureHistoryTable, ProcedureTable } from '../procedure-tables.ts';
import type { ProcedureRow } from './procedure-rows.ts';

export interface Change {
  event: ProcedureEvent;
  actor: ProcedureHistoryTable['actor'];
  now: Date;
  /** A code that says more in the history. */
  note?: string;
  /** What changes together with the state. */
  set?: Omit<Updateable<ProcedureTable>, 'id' | 'state'>;
  /** Whether an automatic decision is still under review. */
  isUnderReview?: boolean;
}

/**
 * Lets an event happen to a procedure that is locked: state, history and what goes with it in one. This is the only place where a state is written.
 * @returns the procedure as it is then; null where the event cannot happen, and nothing changed
 */
export async function changeState(work: Work, procedure: ProcedureRow, change: Change): Promise<ProcedureRow | null> {
  const { event, actor, now, note, set = {}, isUnderReview = false } = change;
  const isPaid = (set.paid_at ?? procedure.paid_at) !== null;
  const facts = { isPaid, isAutomatic: procedure.route === 'AUTOMATIC', isUnderReview };
  const state = stateAfter(procedure.state, event, facts);
  if (!state) return null;
  const ending = isOpen(procedure.state) && !isOpen(state) ? { ended_at: now } : {};
  const changed = await work
    .updateTable('procedure')
    .set({ ...ending, ...set, state })
    .where('id', '=', procedure.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  // Input that is typed and typed again is no history.
  if (state !== procedure.state) await writeHistory(work, changed, { event, actor, now, ...(note ? { note } : {}) });
  return changed;
}

/** Adds an entry to the history of a procedure that is locked. */
export async function writeHistory(
  work: Work,
  { id, state }: Pick<ProcedureRow, 'id' | 'state'>,
  entry: { event: ProcedureHistoryTable['event']; actor: ProcedureHistoryTable['actor']; now: Date; note?: string },
): Promise<void> {
  const { event, actor, now, note } = entry;
  await work
    .insertInto('procedure_history')
    .values({
      procedure_id: id,
      position: sql<number>`(SELECT COALESCE(MAX(position), 0) + 1 FROM procedure_history WHERE procedure_id = ${id})`,
      event,
      state,
      actor,
      note: note ?? null,
      at: now,
    })
    .execute();
}
