import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import { isValidOn, type Validity } from '../../kit/data/calendar.ts';
import type { ProcedureKind } from './procedure-kind.ts';
import type { VehicleStatus } from './vehicle-status.ts';

/** What must be given before a procedure can start. */
export interface Requirements {
  /** The vehicle is registered, or off the road; null where it was never registered. */
  status: VehicleStatus | null;
  /** The main inspection (Hauptuntersuchung) is not overdue. */
  inspection: boolean;
  /** The caller's level of assurance. */
  level: AssuranceLevel;
}

export interface ProcedureRules extends Validity {
  /** A vehicle that was off the road for longer cannot be re-registered (FZV § 14). */
  longestOffTheRoadYears: number;
  requirements: Record<ProcedureKind, Requirements>;
}

const onTheRoad: Requirements = { status: 'REGISTERED', inspection: true, level: 'HIGH' };

const stage3: Record<ProcedureKind, Requirements> = {
  FIRST_REGISTRATION: { ...onTheRoad, status: null, inspection: false },
  RE_REGISTRATION: { ...onTheRoad, status: 'OFF_THE_ROAD' },
  KEEPER_CHANGE_NEW_PLATE: onTheRoad,
  KEEPER_CHANGE_PLATE_KEPT: onTheRoad,
  ADDRESS_CHANGE_PLATE_KEPT: onTheRoad,
  ADDRESS_CHANGE_NEW_PLATE: onTheRoad,
  DE_REGISTRATION: { ...onTheRoad, inspection: false },
};

/** The rules by time: i-Kfz stage 3 under the FZV of 2011; from stage 4 on, the codes alone are enough to take a vehicle off the road. */
export const procedureRules: readonly ProcedureRules[] = [
  { validFrom: '2019-10-01', validTo: '2023-08-31', longestOffTheRoadYears: 7, requirements: stage3 },
  {
    validFrom: '2023-09-01',
    validTo: null,
    longestOffTheRoadYears: 7,
    requirements: { ...stage3, DE_REGISTRATION: { ...stage3.DE_REGISTRATION, level: 'NORMAL' } },
  },
];

/** The rules that hold on a day, YYYY-MM-DD; undefined before the first. */
export function rulesOn(day: string, rules: readonly ProcedureRules[] = procedureRules): ProcedureRules | undefined {
  return rules.find((each) => isValidOn(each, day));
}
