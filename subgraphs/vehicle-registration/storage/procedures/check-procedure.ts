import type { Kysely } from 'kysely';
import { germanDay } from '../../../kit/data/calendar.ts';
import { blocksFor } from '../../domain/available-procedures.ts';
import { procedureDefinitions } from '../../domain/procedures/definition.ts';
import type { Finding } from '../../domain/procedures/finding.ts';
import { missingInputs } from '../../domain/procedures/missing-inputs.ts';
import { problemOfBlock, procedureProblem, type ProcedureProblem } from '../../domain/procedures/procedure-problem.ts';
import { stateAfter } from '../../domain/procedures/state-machine.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { Work } from '../parts.ts';
import type { VehicleRow } from '../store.ts';
import { askOutside, type Question } from './ask-outside.ts';
import { changeState } from './change-state.ts';
import { matchCodes } from './match-codes.ts';
import { lockOwnProcedure, type Applicant, type Outcome, type ProcedureRow } from './procedure-rows.ts';
import { authorityFor, situationProblems, vehicleOf } from './situation.ts';
import { mayCompareCodes, noteWrongCodes } from './wrong-code-attempts.ts';

/** What this service can tell by itself: it goes on to the systems outside, or not. */
type Examined =
  | { next: 'REFUSE'; problems: ProcedureProblem[] }
  | { next: 'ASK'; procedure: ProcedureRow; question: Question | null; codes: Finding['outcome'] };

const refuse = (...problems: ProcedureProblem[]): Examined => ({ next: 'REFUSE', problems });

/**
 * Examines everything before a procedure may be submitted: what was given, the codes, competence and plate here, then the systems outside, which are asked
 * without a transaction waiting for them.
 */
export async function checkProcedure(
  db: Kysely<VehicleRegistrationDatabase>,
  applicant: Applicant,
  procedureId: string,
): Promise<Outcome> {
  const { citizen, now, parts } = applicant;
  const first = await db.transaction().execute(async (work) => {
    const procedure = await lockOwnProcedure(work, procedureId, citizen.sub);
    if (!procedure) return { procedure: null, problems: [procedureProblem('PROCEDURE_UNKNOWN')] };
    if (!stateAfter(procedure.state, 'PASS_CHECK', { isPaid: false, isAutomatic: false, isUnderReview: false }))
      return { procedure, problems: [procedureProblem('WRONG_STATE')] };
    const examined = await examine(work, procedure, applicant);
    if (examined.next === 'ASK') return examined;
    return finish(work, procedureId, applicant, { problems: examined.problems, findings: [] });
  });
  if (!('next' in first)) return first;
  const answers = first.question ? await askOutside(first.question, parts) : [];
  const findings: Finding[] = [{ check: 'CODES', outcome: first.codes }, ...answers.map(({ finding }) => finding)];
  const problems = answers.flatMap(({ problem }) => (problem ? [problem] : []));
  return db.transaction().execute(async (work) => {
    const procedure = await lockOwnProcedure(work, procedureId, citizen.sub);
    if (procedure?.revision !== first.procedure.revision)
      return { procedure, problems: [procedureProblem('CHANGED_MEANWHILE')] };
    return finish(work, procedureId, { ...applicant, now }, { problems, findings });
  });
}

async function finish(
  work: Work,
  procedureId: string,
  { citizen, now }: Applicant,
  { problems, findings }: { problems: ProcedureProblem[]; findings: Finding[] },
): Promise<Outcome> {
  const procedure = await lockOwnProcedure(work, procedureId, citizen.sub);
  if (!procedure) return { procedure: null, problems: [procedureProblem('PROCEDURE_UNKNOWN')] };
  const isForClerk =
    procedureDefinitions[procedure.kind].decision === 'CLERK' || findings.some(({ outcome }) => outcome !== 'PASSED');
  const changed = await changeState(work, procedure, {
    event: problems.length > 0 ? 'FAIL_CHECK' : 'PASS_CHECK',
    actor: 'CITIZEN',
    now,
    set: {
      findings: JSON.stringify(findings),
      route: isForClerk ? 'CLERK' : 'AUTOMATIC',
      touched_at: now,
    },
  });
  return changed ? { procedure: changed, problems } : { procedure, problems: [procedureProblem('WRONG_STATE')] };
}

async function examine(work: Work, procedure: ProcedureRow, applicant: Applicant): Promise<Examined> {
  const { citizen, now, parts } = applicant;
  const day = germanDay(now);
  const given = await work
    .selectFrom('procedure_code')
    .select('name')
    .where('procedure_id', '=', procedure.id)
    .execute();
  const missing = missingInputs(
    procedure.kind,
    procedure.is_keeper,
    procedure.inputs,
    given.map(({ name }) => name),
  );
  if (missing.length > 0) return refuse(...missing.map((name) => procedureProblem('INPUT_MISSING', name)));
  const levelBlocks = blocksFor(procedure.kind, { vehicle: null, level: citizen.level, today: day });
  if (levelBlocks.length > 0) return refuse(...levelBlocks.map(problemOfBlock));
  if (!(await mayCompareCodes(work, applicant))) return refuse(procedureProblem('TOO_MANY_WRONG_CODES'));
  const match = await matchCodes(work, procedure, parts.codes);
  const problem = match.outcome === 'NO_MATCH' ? await noteWrongCodes(work, procedure, applicant) : null;
  if (problem) return refuse(problem);
  const vehicle = match.vehicle ?? (procedure.is_keeper ? await vehicleOf(work, procedure) : null);
  const problems = await situationProblems(work, procedure, vehicle, applicant);
  if (problems.length > 0) return refuse(...problems);
  const examined = await settle(work, procedure, vehicle);
  // Without a vehicle there is nothing to ask about: the clerk has to find out which one is meant.
  const isKnown = vehicle !== null || procedureDefinitions[procedure.kind].vehicle === 'NEW';
  const codes = match.outcome === 'MATCH' ? 'PASSED' : match.outcome === 'UNKNOWN' ? 'UNCHECKED' : 'FAILED';
  return {
    next: 'ASK',
    procedure: examined,
    question: isKnown ? await questionOf(work, examined, vehicle, day) : null,
    codes,
  };
}

/** Notes which vehicle and which authority it is about, now that this is known. */
function settle(work: Work, procedure: ProcedureRow, vehicle: VehicleRow | null): Promise<ProcedureRow> {
  return work
    .updateTable('procedure')
    .set({ vehicle_id: vehicle?.id ?? null, authority: authorityFor(procedure, vehicle) })
    .where('id', '=', procedure.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function questionOf(
  work: Work,
  procedure: ProcedureRow,
  vehicle: VehicleRow | null,
  day: string,
): Promise<Question> {
  const own = await work
    .selectFrom('vehicle')
    .select('vin')
    .where('keeper', '=', procedure.citizen)
    .limit(100)
    .execute();
  return {
    procedure,
    vin: vehicle?.vin ?? procedure.inputs.vin ?? '',
    plate: vehicle?.plate ?? null,
    ownVins: own.map(({ vin }) => vin),
    day,
  };
}
