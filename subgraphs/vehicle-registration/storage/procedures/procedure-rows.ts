import type { Selectable } from 'kysely';
import type { CallingCitizen } from '../../../kit/caller/caller.ts';
import type { ProcedureProblem } from '../../domain/procedures/procedure-problem.ts';
import type { Parts, Work } from '../parts.ts';
import type {
  PlateReservationTable,
  ProcedureDecisionTable,
  ProcedureHistoryTable,
  ProcedureTable,
} from '../procedure-tables.ts';

export type ProcedureRow = Selectable<ProcedureTable>;
export type ProcedureHistoryRow = Selectable<ProcedureHistoryTable>;
export type ProcedureDecisionRow = Selectable<ProcedureDecisionTable>;
export type PlateReservationRow = Selectable<PlateReservationTable>;

/** Who does something with a procedure, when, and with which parts of the service. */
export interface Applicant {
  citizen: Pick<CallingCitizen, 'sub' | 'level'>;
  parts: Parts;
  now: Date;
}

/** What became of it: the procedure as it is now, and why it is not as was wished. */
export interface Outcome {
  procedure: ProcedureRow | null;
  problems: ProcedureProblem[];
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether this can be the id of anything; PostgreSQL refuses what cannot. */
export const isId = (text: string) => uuid.test(text);

/** A procedure of this citizen, locked until the transaction ends; null for one that does not exist or is somebody else's. */
export async function lockOwnProcedure(work: Work, id: string, citizen: string): Promise<ProcedureRow | null> {
  if (!isId(id)) return null;
  const row = await work
    .selectFrom('procedure')
    .selectAll()
    .where('id', '=', id)
    .where('citizen', '=', citizen)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/**
 * A procedure, locked until the transaction ends.
 * @throws RangeError where there is none
 */
export async function lockProcedure(work: Work, id: string): Promise<ProcedureRow> {
  const row = await work.selectFrom('procedure').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new RangeError(`There is no procedure ${id}.`);
  return row;
}
