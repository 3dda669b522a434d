import type { DistrictCodes } from '../check-plate.ts';
import { parsePlate } from '../parse-plate.ts';
import { formatPlate } from '../plate.ts';
import { checkVin } from '../vin.ts';
import type { ValueName } from './input-name.ts';
import { inputProblem, procedureProblem, type ProcedureProblem } from './procedure-problem.ts';

/** A value in its canonical form, or what is wrong with it. */
export type ReadValue = { value: string } | { problems: ProcedureProblem[] };

export interface InputContext {
  districts: DistrictCodes;
}

type Reader = (text: string, context: InputContext) => ReadValue;

const day = /^\d{4}-\d{2}-\d{2}$/;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Accepts what has the form, else the problem. */
const matching =
  (
    form: RegExp,
    code: Parameters<typeof procedureProblem>[0],
    field: ValueName,
    canonical = (text: string) => text.trim(),
  ): Reader =>
  (text) => {
    const value = canonical(text);
    return form.test(value) ? { value } : { problems: [procedureProblem(code, field)] };
  };

const upper = (text: string) => text.replaceAll(/\s/g, '').toUpperCase();

/** One reader for each value: how it is checked by itself, before anything else is known. */
const readers: Record<ValueName, Reader> = {
  vin(text) {
    const result = checkVin(text);
    if (result.outcome === 'VIN') return { value: result.vin };
    return { problems: result.problems.map((problem) => inputProblem(problem.code, 'vin', problem.text)) };
  },
  plate(text, { districts }) {
    const result = parsePlate(text, districts);
    if (result.outcome === 'PLATE') return { value: formatPlate(result.plate) };
    if (result.outcome === 'REFUSED')
      return {
        problems: result.problems.map((problem) => inputProblem(`PLATE_${problem.code}`, 'plate', problem.text)),
      };
    const readings = result.candidates.map(formatPlate).join(', ');
    return { problems: [procedureProblem('PLATE_AMBIGUOUS', 'plate', { readings })] };
  },
  residence: matching(/^\d{8}$/, 'RESIDENCE_MALFORMED', 'residence'),
  insuranceConfirmation: matching(/^[A-Z0-9]{7}$/, 'INSURANCE_MALFORMED', 'insuranceConfirmation', upper),
  taxMandate: matching(/^[A-Z0-9-]{1,35}$/, 'MANDATE_MALFORMED', 'taxMandate', upper),
  inspectionDueOn: matching(day, 'DAY_MALFORMED', 'inspectionDueOn'),
  hasNoScrappingCertificate: matching(/^true$/, 'SCRAPPING_CERTIFICATE', 'hasNoScrappingCertificate'),
  plateReservation: matching(uuid, 'RESERVATION_UNKNOWN', 'plateReservation', (text) => text.trim().toLowerCase()),
  keepsPlate: (text) => ({ value: text }),
};

/** Reads one value that an applicant gave. */
export function readInput(name: ValueName, text: string, context: InputContext): ReadValue {
  return readers[name](text, context);
}
