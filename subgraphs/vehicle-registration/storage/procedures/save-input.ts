import type { Kysely } from 'kysely';
import { inputsAsked } from '../../domain/procedures/definition.ts';
import {
  isCodeName,
  type CodeName,
  type InputName,
  type InputValues,
  type ValueName,
} from '../../domain/procedures/input-name.ts';
import { procedureProblem, type ProcedureProblem } from '../../domain/procedures/procedure-problem.ts';
import { readInput, type InputContext } from '../../domain/procedures/read-input.ts';
import { readCode, type CodeDigests } from '../../domain/procedures/security-code.ts';
import { stateAfter } from '../../domain/procedures/state-machine.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { Work } from '../parts.ts';
import { changeState } from './change-state.ts';
import { isId, lockOwnProcedure, type Applicant, type Outcome, type ProcedureRow } from './procedure-rows.ts';

/** What was typed, by name; null removes what was given before. */
export type GivenInput = Partial<Record<InputName, string | null>>;

interface ReadInputs {
  values: Partial<Record<ValueName, string | null>>;
  codes: Partial<Record<CodeName, Buffer | null>>;
  problems: ProcedureProblem[];
}

/** Saves what an applicant gave, each field by itself: what has no problem is kept, also where others have one. */
export async function saveInput(
  db: Kysely<VehicleRegistrationDatabase>,
  applicant: Applicant,
  procedureId: string,
  given: GivenInput,
  context: InputContext,
): Promise<Outcome> {
  const { citizen, parts, now } = applicant;
  const before = await findOwn(db, procedureId, citizen.sub);
  if (!before) return { procedure: null, problems: [procedureProblem('PROCEDURE_UNKNOWN')] };
  const read = readInputs(before, given, context, parts.codes);
  const verdict = await verdictOn(before, given, read, applicant);
  return db.transaction().execute(async (work) => {
    const procedure = await lockOwnProcedure(work, procedureId, citizen.sub);
    if (!procedure) return { procedure: null, problems: [procedureProblem('PROCEDURE_UNKNOWN')] };
    if (!stateAfter(procedure.state, 'SAVE_INPUT', { isPaid: false, isAutomatic: false, isUnderReview: false }))
      return { procedure, problems: [procedureProblem('WRONG_STATE')] };
    await writeCodes(work, procedure.id, read.codes);
    const saved = await changeState(work, procedure, {
      event: 'SAVE_INPUT',
      actor: 'CITIZEN',
      now,
      set: {
        inputs: JSON.stringify(merged(procedure.inputs, read.values)),
        revision: procedure.revision + 1,
        touched_at: now,
        findings: '[]',
        // Which vehicle the codes belong to is found anew.
        ...(procedure.is_keeper ? {} : { vehicle_id: null }),
        ...(verdict === undefined ? {} : { certificate_two_verdict: verdict.outcome, new_vehicle: verdict.vehicle }),
      },
    });
    return { procedure: saved, problems: read.problems };
  });
}

async function findOwn(
  db: Kysely<VehicleRegistrationDatabase>,
  id: string,
  citizen: string,
): Promise<ProcedureRow | null> {
  if (!isId(id)) return null;
  const own = db.selectFrom('procedure').selectAll().where('id', '=', id).where('citizen', '=', citizen);
  return (await own.executeTakeFirst()) ?? null;
}

function readInputs(procedure: ProcedureRow, given: GivenInput, context: InputContext, codes: CodeDigests): ReadInputs {
  const asked = new Set(inputsAsked(procedure.kind, procedure.is_keeper).map(({ name }) => name));
  const read: ReadInputs = { values: {}, codes: {}, problems: [] };
  for (const [name, text] of Object.entries(given) as [InputName, string | null][]) {
    const refused = refusal(procedure, asked, name);
    if (refused) read.problems.push(refused);
    else if (isCodeName(name)) readCodeInto(read, name, text, codes);
    else readValueInto(read, name, text, context);
  }
  return read;
}

function refusal(procedure: ProcedureRow, asked: ReadonlySet<InputName>, name: InputName): ProcedureProblem | null {
  if (!asked.has(name)) return procedureProblem('INPUT_NOT_ASKED', name);
  const isFixed = procedure.is_keeper && (name === 'vin' || name === 'plate');
  return isFixed ? procedureProblem('INPUT_FIXED', name) : null;
}

function readCodeInto(
  { codes, problems }: ReadInputs,
  name: CodeName,
  text: string | null,
  digests: CodeDigests,
): void {
  const code = text === null ? null : readCode(name, text);
  if (text !== null && code === null) problems.push(procedureProblem('CODE_MALFORMED', name));
  else codes[name] = code === null ? null : digests.ofGiven(name, code);
}

function readValueInto(
  { values, problems }: ReadInputs,
  name: ValueName,
  text: string | null,
  context: InputContext,
): void {
  if (text === null) {
    values[name] = null;
    return;
  }
  const result = readInput(name, text, context);
  if ('value' in result) values[name] = result.value;
  else problems.push(...result.problems);
}

interface Verdict {
  outcome: ProcedureRow['certificate_two_verdict'];
  vehicle: string | null;
}

/**
 * First registration: only the register knows the code of certificate II, and the code is not stored. So it is asked when the code is given, and what it says
 * holds for that VIN. Undefined: nothing changes.
 */
async function verdictOn(
  procedure: ProcedureRow,
  given: GivenInput,
  read: ReadInputs,
  { parts }: Applicant,
): Promise<Verdict | undefined> {
  if (procedure.kind !== 'FIRST_REGISTRATION') return undefined;
  const vin = read.values.vin === undefined ? procedure.inputs.vin : read.values.vin;
  const isSameVin = vin === procedure.inputs.vin;
  const code = read.codes.certificateTwoCode && readCode('certificateTwoCode', given.certificateTwoCode ?? '');
  if (!code) {
    if (isSameVin) return undefined;
    // What was said of another vehicle's code says nothing: it has to be given again.
    read.codes.certificateTwoCode = null;
    return { outcome: null, vehicle: null };
  }
  if (!vin) {
    read.problems.push(procedureProblem('VIN_FIRST', 'certificateTwoCode'));
    delete read.codes.certificateTwoCode;
    return undefined;
  }
  const answer = await parts.register.check({ vin, certificateTwoCode: code });
  if (answer.outcome === 'UNAVAILABLE') return { outcome: 'UNCHECKED', vehicle: null };
  if (answer.outcome !== 'MATCH') return { outcome: 'NO_MATCH', vehicle: null };
  return { outcome: 'MATCH', vehicle: JSON.stringify(answer.vehicle) };
}

function merged(before: InputValues, values: ReadInputs['values']): InputValues {
  const entries = Object.entries({ ...before, ...values }).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(entries);
}

async function writeCodes(work: Work, procedureId: string, codes: ReadInputs['codes']): Promise<void> {
  for (const [name, digest] of Object.entries(codes) as [CodeName, Buffer | null][]) {
    if (digest === null) {
      await work
        .deleteFrom('procedure_code')
        .where('procedure_id', '=', procedureId)
        .where('name', '=', name)
        .execute();
      continue;
    }
    await work
      .insertInto('procedure_code')
      .values({ procedure_id: procedureId, name, digest })
      .onConflict((conflict) => conflict.columns(['procedure_id', 'name']).doUpdateSet({ digest }))
      .execute();
  }
}
