import { germanDay } from '../../../kit/data/calendar.ts';
import { blocksFor } from '../../domain/available-procedures.ts';
import { competentArea, districtCodesOf } from '../../domain/procedures/competence.ts';
import { procedureDefinitions } from '../../domain/procedures/definition.ts';
import { problemOfBlock, procedureProblem, type ProcedureProblem } from '../../domain/procedures/procedure-problem.ts';
import { mayGiveOut } from '../../domain/plate-districts.ts';
import type { Work } from '../parts.ts';
import type { VehicleRow } from '../store.ts';
import { plateChoice, reservationsOf } from './plate-choice.ts';
import type { Applicant, ProcedureRow } from './procedure-rows.ts';

/** The vehicle that a procedure is about, as far as that is known. */
export async function vehicleOf(work: Work, { vehicle_id: id }: ProcedureRow): Promise<VehicleRow | null> {
  if (!id) return null;
  return (await work.selectFrom('vehicle').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** What stands in the way although all was given and the codes are right: nobody learns this of a vehicle whose codes they do not hold. */
export async function situationProblems(
  work: Work,
  procedure: ProcedureRow,
  vehicle: VehicleRow | null,
  { citizen, now }: Applicant,
): Promise<ProcedureProblem[]> {
  const { kind, inputs, is_keeper: isKeeper } = procedure;
  const today = germanDay(now);
  const definition = procedureDefinitions[kind];
  const situation = vehicle && {
    deregisteredOn: vehicle.deregistered_on,
    inspectionDueOn: vehicle.inspection_due_on,
  };
  const problems = blocksFor(kind, { vehicle: situation, level: citizen.level, today }).map(problemOfBlock);
  if (definition.inputs.inspectionDueOn && (inputs.inspectionDueOn ?? '') < today)
    problems.push(procedureProblem('INSPECTION_OVERDUE', 'inspectionDueOn'));
  if (isKeeper ? vehicle?.keeper !== citizen.sub : vehicle?.keeper === citizen.sub)
    problems.push(procedureProblem(isKeeper ? 'VEHICLE_UNKNOWN' : 'ALREADY_KEEPER'));
  if (definition.vehicle === 'NEW' && (await isRegisteredVin(work, inputs.vin ?? '')))
    problems.push(procedureProblem('VEHICLE_KNOWN', 'vin'));
  const authority = authorityFor(procedure, vehicle);
  if (!authority) return [...problems, procedureProblem('RESIDENCE_NOT_SERVED', 'residence')];
  const plate = plateChoice(procedure, vehicle, await reservationsOf(work, [procedure.citizen], now));
  if (plate === 'MISSING') problems.push(procedureProblem('RESERVATION_UNKNOWN', 'plateReservation'));
  else if (plate && !mayGiveOut(authority, { district: plate.plate_district, letters: plate.plate_letters }))
    problems.push(
      procedureProblem('PLATE_NOT_OF_AUTHORITY', 'plateReservation', {
        districts: districtCodesOf(authority).join(', '),
      }),
    );
  return problems;
}

async function isRegisteredVin(work: Work, vin: string): Promise<boolean> {
  return (await work.selectFrom('vehicle').select('id').where('vin', '=', vin).executeTakeFirst()) !== undefined;
}

export function authorityFor({ kind, inputs }: ProcedureRow, vehicle: VehicleRow | null): string | null {
  if (procedureDefinitions[kind].competence === 'VEHICLE') return vehicle?.authority ?? null;
  return competentArea(inputs.residence ?? '');
}
