import { germanDay } from '../../../kit/data/calendar.ts';
import type { FeeLine } from '../../../kit/fees/fee-schedule.ts';
import { procedureFee } from '../../domain/procedures/procedure-fees.ts';
import type { VehicleRow } from '../store.ts';
import type { PlateReservationRow, ProcedureRow } from './procedure-rows.ts';

/** What a procedure costs as it stands, by the schedule of today. */
export function feeOf(
  { kind, authority, inputs, is_keeper: isKeeper }: ProcedureRow,
  vehicle: VehicleRow | null,
  plate: PlateReservationRow | null,
  now: Date,
): FeeLine[] {
  return procedureFee(
    {
      kind,
      channel: 'ONLINE',
      isFromOtherDistrict: vehicle !== null && authority !== null && vehicle.authority !== authority,
      takesKeptPlate: plate?.reason === 'KEPT',
      hasWishPlate: plate?.reason === 'WISH',
      keepsPlate: isKeeper && inputs.keepsPlate === 'true',
    },
    germanDay(now),
  );
}
