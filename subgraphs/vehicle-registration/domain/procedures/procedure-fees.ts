import { feeOn, type FeeLine } from '../../../kit/fees/fee-schedule.ts';
import type { ProcedureKind } from '../procedure-kind.ts';

/** What of a procedure decides what it costs. */
export interface FeeCircumstances {
  kind: ProcedureKind;
  channel: 'ONLINE' | 'COUNTER';
  /** The vehicle was registered by another authority before. */
  isFromOtherDistrict?: boolean;
  /** Re-registration by the same keeper with the plate that was kept for them when it was taken off the road. */
  takesKeptPlate?: boolean;
  /** A plate that the applicant chose and reserved. */
  hasWishPlate?: boolean;
  /** De-registration: the plate stays reserved for the keeper. */
  keepsPlate?: boolean;
  /** At the counter: certificate I is replaced; online that is part of the fee. */
  replacesCertificateOne?: boolean;
}

interface Base {
  when?: keyof FeeCircumstances;
  /** Keys of lines in the schedule. */
  online: string;
  counter: string;
}

const otherDistrict: Base = { when: 'isFromOtherDistrict', online: '221.2.1', counter: '221.2' };
const otherDistrictPlateKept: Base = { when: 'isFromOtherDistrict', online: '221.9.1', counter: '221.9' };

/** The line of each procedure; the first whose condition is met counts. */
const bases: Record<ProcedureKind, readonly Base[]> = {
  FIRST_REGISTRATION: [{ online: '221.1.1', counter: '221.1' }],
  RE_REGISTRATION: [
    { when: 'takesKeptPlate', online: '221.7', counter: '221.6' },
    { online: '221.1.1', counter: '221.1' },
  ],
  KEEPER_CHANGE_NEW_PLATE: [otherDistrict, { online: '221.10.1', counter: '221.10' }],
  KEEPER_CHANGE_PLATE_KEPT: [otherDistrictPlateKept, { online: '221.8.1', counter: '221.8' }],
  ADDRESS_CHANGE_PLATE_KEPT: [otherDistrictPlateKept, { online: '225.1', counter: '225' }],
  ADDRESS_CHANGE_NEW_PLATE: [{ online: '221.2.1', counter: '221.2' }],
  DE_REGISTRATION: [{ online: '224.2', counter: '224.1' }],
};

const reservation = '230';

/**
 * The lines of the fee by the schedule of a day, YYYY-MM-DD: the procedure's own first, then what comes on top.
 * @throws RangeError where the schedule has no such line on that day
 */
export function procedureFee(circumstances: FeeCircumstances, day: string): FeeLine[] {
  const { kind, channel } = circumstances;
  const base = bases[kind].find(({ when }) => !when || circumstances[when] === true);
  const keys = [
    ...(base ? [channel === 'ONLINE' ? base.online : base.counter] : []),
    ...(base?.counter === '225' && channel === 'COUNTER' && circumstances.replacesCertificateOne
      ? ['225/certificate-1']
      : []),
    ...(circumstances.hasWishPlate ? ['surcharge/wish-plate', reservation] : []),
    ...(circumstances.keepsPlate ? [reservation] : []),
  ];
  return keys.map((key) => feeOn(key, day));
}

/** The sum of lines in cents. */
export function totalOf(lines: readonly Pick<FeeLine, 'cents'>[]): number {
  return lines.reduce((total, { cents }) => total + cents, 0);
}
