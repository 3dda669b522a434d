import { assuranceLevels, type AssuranceLevel } from '../../kit/caller/caller.ts';
import { addMonths } from '../../kit/data/calendar.ts';
import { procedureBlock, type ProcedureBlock, type ProcedureBlockCode } from './procedure-block.ts';
import { vehicleProcedureKinds, type VehicleProcedureKind } from './procedure-kind.ts';
import { rulesOn, type ProcedureRules, type Requirements } from './procedure-rules.ts';

/** What of a vehicle decides which procedures are open; days are YYYY-MM-DD. */
export interface VehicleSituation {
  /** The day on which it was taken off the road; null while it is registered. */
  deregisteredOn: string | null;
  inspectionDueOn: string;
}

export interface Circumstances {
  vehicle: VehicleSituation;
  /** The caller's level of assurance. */
  level: AssuranceLevel;
  /** The day in Germany. */
  today: string;
}

export interface AvailableProcedure {
  kind: VehicleProcedureKind;
  /** Everything that stands in the way; open when there is nothing. */
  blockedBy: ProcedureBlock[];
}

/** Eligibility before the form: for each procedure whether it is open, and what stands in the way of those that are not. */
export function availableProcedures(
  circumstances: Circumstances,
  rules: ProcedureRules | undefined = rulesOn(circumstances.today),
): AvailableProcedure[] {
  return vehicleProcedureKinds.map((kind) => ({
    kind,
    blockedBy: (rules ? blocks(rules.requirements[kind], circumstances, rules) : (['NOT_OFFERED'] as const)).map(
      procedureBlock,
    ),
  }));
}

function blocks(
  required: Requirements,
  { vehicle, level, today }: Circumstances,
  { longestOffTheRoadYears }: ProcedureRules,
): ProcedureBlockCode[] {
  const { deregisteredOn, inspectionDueOn } = vehicle;
  const status = deregisteredOn === null ? 'REGISTERED' : 'OFF_THE_ROAD';
  const isTooLongOff = deregisteredOn !== null && addMonths(deregisteredOn, 12 * longestOffTheRoadYears) < today;
  const isRightStatus = required.status === status;
  const found: ProcedureBlockCode[] = [];
  if (!isRightStatus) found.push(status === 'REGISTERED' ? 'VEHICLE_REGISTERED' : 'VEHICLE_OFF_THE_ROAD');
  if (isRightStatus && isTooLongOff) found.push('OFF_THE_ROAD_TOO_LONG');
  // An inspection helps nobody whose vehicle is in the wrong state for the procedure anyway.
  if (isRightStatus && required.inspection && inspectionDueOn < today) found.push('INSPECTION_OVERDUE');
  if (assuranceLevels.indexOf(level) < assuranceLevels.indexOf(required.level)) found.push('ASSURANCE_TOO_LOW');
  return found;
}
