import { v7 } from 'uuid';
import type { Work } from '../parts.ts';
import type { VehicleNoticeTable } from '../procedure-tables.ts';

/** Tells a keeper what others did with the vehicle. @param day on which it happened, YYYY-MM-DD */
export async function tellKeeper(
  work: Work,
  kind: VehicleNoticeTable['kind'],
  { id, keeper, plate }: { id: string; keeper: string; plate: string },
  day: string,
  now: Date,
): Promise<void> {
  await work
    .insertInto('vehicle_notice')
    .values({ id: v7(), citizen: keeper, kind, vehicle_id: id, plate, happened_on: day, created_at: now })
    .execute();
}
