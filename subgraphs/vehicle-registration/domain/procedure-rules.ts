import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import { isValidOn, type Validity } from '../../kit/data/calendar.ts';
import type { VehicleProcedureKind } from './procedure-kind.ts';
import type { VehicleStatus } from './vehicle-status.ts';

/** What must be given before a procedure can start. */
export interface Requirements {
  /** The vehicle is registered, or off the road. */
  status: VehicleStatus;
  /** The main inspection (Hauptuntersuchung) is not overdue. */
  inspection: boolean;
  /** The caller's level of assurance. */
  level: AssuranceLevel;
}

export interface ProcedureRules extends Validity {
  /** A vehicle that was off the road for longer cannot be re-registered (FZV § 14). */
  longestOffTheRoadYears: number;
  requirements: Record<VehicleProcedureKind, Requirements>;
}

const onTheRoad: Requirements = { status: 'REGISTERED', inspection: true, level: 'HIGH' };

/** The rules by time: i-Kfz stage 3 under the FZV of 2011. */
export const procedureRules: readonly ProcedureRules[] = [
  {
    validFrom: '2019-10-01',
    validTo: null,
    longestOffTheRoadYears: 7,
    requirements: {
      RE_REGISTRATION: { ...onTheRoad, status: 'OFF_THE_ROAD' },
      KEEPER_CHANGE_NEW_PLATE: onTheRoad,
      KEEPER_CHANGE_PLATE_KEPT: onTheRoad,
      ADDRESS_CHANGE_PLATE_KEPT: onTheRoad,
      ADDRESS_CHANGE_NEW_PLATE: onTheRoad,
      DE_REGISTRATION: { ...onTheRoad, inspection: false },
    },
  },
];

/** The rules that hold on a day, YYYY-MM-DD; undefined before the first. */
export function rulesOn(day: string, rules: readonly ProcedureRules[] = procedureRules): ProcedureRules | undefined {
  return rules.find((each) => isValidOn(each, day));
}
