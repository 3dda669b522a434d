import { sql } from 'kysely';
import { germanDay } from '../../../kit/data/calendar.ts';
import { clocksOn } from '../../domain/procedures/clocks.ts';
import { procedureProblem, type ProcedureProblem } from '../../domain/procedures/procedure-problem.ts';
import { afterWrongCodes, mayTryCodes } from '../../domain/procedures/wrong-codes.ts';
import type { Work } from '../parts.ts';
import type { Applicant, ProcedureRow } from './procedure-rows.ts';

/**
 * Whether this citizen may have codes compared now.
 * Threat: many procedures at the same time, none of which sees the others' wrong codes. Rule: a citizen's comparisons come one after the other.
 */
export async function mayCompareCodes(work: Work, { citizen, now }: Applicant): Promise<boolean> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`codes of ${citizen.sub}`}, 0))`.execute(work);
  return mayTryCodes(await wrongCodesToday(work, citizen.sub, now), clocksOn(germanDay(now)));
}

/** Codes that are wrong may be corrected; after that a clerk may take it as it is, where it is clear which vehicle is meant. */
export async function noteWrongCodes(
  work: Work,
  procedure: ProcedureRow,
  { citizen, now }: Applicant,
): Promise<ProcedureProblem | null> {
  const wrong = procedure.wrong_codes + 1;
  await work.insertInto('wrong_code').values({ citizen: citizen.sub, at: now }).execute();
  await work.updateTable('procedure').set({ wrong_codes: wrong }).where('id', '=', procedure.id).execute();
  const after = afterWrongCodes(wrong, clocksOn(germanDay(now)));
  if (after.next === 'CORRECT') return procedureProblem('CODES_WRONG', null, { left: after.left });
  return procedure.inputs.vin || procedure.is_keeper ? null : procedureProblem('CORRECTIONS_USED_UP');
}

async function wrongCodesToday(work: Work, citizen: string, now: Date): Promise<number> {
  const { count } = await work
    .selectFrom('wrong_code')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('citizen', '=', citizen)
    .where('at', '>', new Date(now.getTime() - 86_400_000))
    .executeTakeFirstOrThrow();
  return count;
}
