import { procedureDefinitions, type CheckName } from '../../domain/procedures/definition.ts';
import type { Finding } from '../../domain/procedures/finding.ts';
import { procedureProblem, type ProcedureProblem } from '../../domain/procedures/procedure-problem.ts';
import type { Parts } from '../parts.ts';
import type { ProcedureRow } from './procedure-rows.ts';

/** What is asked about. */
export interface Question {
  procedure: ProcedureRow;
  vin: string;
  /** The plate that the register should have; none for a new vehicle. */
  plate: string | null;
  /** The vehicles that the applicant keeps. */
  ownVins: readonly string[];
  day: string;
}

export interface Answer {
  finding: Finding;
  problem: ProcedureProblem | null;
}

type Ask = (question: Question, parts: Parts) => Promise<{ outcome: string }>;

const asks: Record<Exclude<CheckName, 'CODES'>, Ask> = {
  REGISTER: ({ vin, plate }, { register }) => register.check({ vin, ...(plate ? { plate } : {}) }),
  INSURANCE: ({ procedure, day }, { insurers }) => insurers.check(procedure.inputs.insuranceConfirmation ?? '', day),
  TAX_ARREARS: ({ vin, ownVins }, { customs }) => customs.check([...new Set([...ownVins, vin])]),
};

/** Refusals by what the system outside answered; whatever is not here passes, but for UNAVAILABLE. */
const refusals: Record<string, ProcedureProblem> = {
  'REGISTER NO_MATCH': procedureProblem('REGISTER_NO_MATCH'),
  'REGISTER SCRAPPED': procedureProblem('VEHICLE_SCRAPPED'),
  'INSURANCE UNKNOWN': procedureProblem('INSURANCE_UNKNOWN', 'insuranceConfirmation'),
  'INSURANCE LAPSED': procedureProblem('INSURANCE_LAPSED', 'insuranceConfirmation'),
  'TAX_ARREARS ARREARS': procedureProblem('TAX_ARREARS'),
};

/** Asks all systems that the procedure needs, at the same time. */
export function askOutside(question: Question, parts: Parts): Promise<Answer[]> {
  const { checks } = procedureDefinitions[question.procedure.kind];
  const names = checks.filter((name) => name !== 'CODES');
  return Promise.all(names.map((name) => askOne(name, question, parts)));
}

/** Where nobody answers, a clerk can look; where no clerk decides, it cannot go on, since silence is no pass. */
async function askOne(check: Exclude<CheckName, 'CODES'>, question: Question, parts: Parts): Promise<Answer> {
  const { outcome } = await asks[check](question, parts);
  if (outcome === 'UNAVAILABLE') {
    const hasClerk = procedureDefinitions[question.procedure.kind].decision === 'CLERK';
    return {
      finding: { check, outcome: 'UNCHECKED' },
      problem: hasClerk ? null : procedureProblem('CHECK_UNAVAILABLE'),
    };
  }
  const problem = refusals[`${check} ${outcome}`] ?? null;
  return { finding: { check, outcome: problem ? 'FAILED' : 'PASSED' }, problem };
}
