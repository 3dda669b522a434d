import { assuranceLevels, type AssuranceLevel } from '../../kit/caller/caller.ts';
import { addMonths } from '../../kit/data/calendar.ts';
import { procedureBlock, type ProcedureBlock, type ProcedureBlockCode } from './procedure-block.ts';
import { vehicleProcedureKinds, type ProcedureKind, type VehicleProcedureKind } from './procedure-kind.ts';
import { rulesOn, type ProcedureRules, type Requirements } from './procedure-rules.ts';

/** What of a vehicle decides which procedures are open; days are YYYY-MM-DD. */
export interface VehicleSituation {
  /** The day on which it was taken off the road; null while it is registered. */
  deregisteredOn: string | null;
  inspectionDueOn: string;
  /** Whether a procedure about it is under way. */
  isOccupied?: boolean;
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
  return vehicleProcedureKinds.map((kind) => ({ kind, blockedBy: blocksFor(kind, circumstances, rules) }));
}

/** What stands in the way of one procedure; without a vehicle only what does not hang on it. */
export function blocksFor(
  kind: ProcedureKind,
  circumstances: Omit<Circumstances, 'vehicle'> & { vehicle: VehicleSituation | null },
  rules: ProcedureRules | undefined = rulesOn(circumstances.today),
): ProcedureBlock[] {
  if (!rules) return [procedureBlock('NOT_OFFERED')];
  const { vehicle, level, today } = circumstances;
  const required = rules.requirements[kind];
  const codes: ProcedureBlockCode[] = vehicle ? vehicleBlocks(required, vehicle, today, rules) : [];
  if (assuranceLevels.indexOf(level) < assuranceLevels.indexOf(required.level)) codes.push('ASSURANCE_TOO_LOW');
  return codes.map(procedureBlock);
}

function vehicleBlocks(
  required: Requirements,
  { deregisteredOn, inspectionDueOn, isOccupied = false }: VehicleSituation,
  today: string,
  { longestOffTheRoadYears }: ProcedureRules,
): ProcedureBlockCode[] {
  const status = deregisteredOn === null ? 'REGISTERED' : 'OFF_THE_ROAD';
  const isTooLongOff = deregisteredOn !== null && addMonths(deregisteredOn, 12 * longestOffTheRoadYears) < today;
  const isRightStatus = required.status === status;
  const found: ProcedureBlockCode[] = [];
  if (!isRightStatus) found.push(status === 'REGISTERED' ? 'VEHICLE_REGISTERED' : 'VEHICLE_OFF_THE_ROAD');
  if (isRightStatus && isTooLongOff) found.push('OFF_THE_ROAD_TOO_LONG');
  // An inspection helps nobody whose vehicle is in the wrong state for the procedure anyway.
  if (isRightStatus && required.inspection && inspectionDueOn < today) found.push('INSPECTION_OVERDUE');
  if (isOccupied) found.push('PROCEDURE_RUNNING');
  return found;
}
