import type DataLoader from 'dataloader';
import type { Kysely, Selectable } from 'kysely';
import type { Caller } from '../../kit/caller/caller.ts';
import { germanDay } from '../../kit/data/calendar.ts';
import { fetchPage, type KeysetOrder, type Page, type PageRequest } from '../../kit/data/keyset.ts';
import { loadById } from '../../kit/data/loaders.ts';
import type { DistrictCodes } from '../domain/check-plate.ts';
import type { VehicleStatus } from '../domain/vehicle-status.ts';
import { openClerkStore, type ClerkStore } from './clerk/clerk-store.ts';
import type { VehicleRegistrationDatabase, VehicleTable } from './database.ts';
import type { Parts } from './parts.ts';
import { openProcedureStore, type ProcedureStore } from './procedure-store.ts';

export type VehicleRow = Selectable<VehicleTable>;

export interface VehicleSelection {
  status?: VehicleStatus | null;
  /** Only with one of these plates, formatted. */
  plates?: readonly string[] | null;
}

export type VehicleOrder = 'KEEPER_SINCE_ASC' | 'KEEPER_SINCE_DESC' | 'PLATE_ASC' | 'INSPECTION_DUE_ON_ASC';

/** The data of vehicle registration as one request sees it: the caller's own vehicles. */
export interface VehicleStore extends ProcedureStore {
  /** The day in Germany while this request is answered, YYYY-MM-DD. */
  today: string;
  /** Only vehicles whose keeper is the caller are found. */
  vehicles: DataLoader<string, VehicleRow | null>;
  listVehicles(
    keeper: string,
    page: PageRequest,
    selection: VehicleSelection,
    order: VehicleOrder,
  ): Promise<Page<VehicleRow>>;
  /** What a clerk sees; nothing for everybody else. */
  clerk: ClerkStore;
  /** The registered district codes. */
  districtCodes(): Promise<DistrictCodes>;
}

const orders: Record<VehicleOrder, KeysetOrder> = {
  KEEPER_SINCE_ASC: { name: 'keeper-asc', column: 'keeper_since', direction: 'asc', type: 'date' },
  KEEPER_SINCE_DESC: { name: 'keeper-desc', column: 'keeper_since', direction: 'desc', type: 'date' },
  PLATE_ASC: { name: 'plate-asc', column: 'plate', direction: 'asc', type: 'text' },
  INSPECTION_DUE_ON_ASC: { name: 'inspection-asc', column: 'inspection_due_on', direction: 'asc', type: 'date' },
};

/** Opens the data for one request. The clock is one of the parts given from outside, since legal deadlines hang on it. */
export function openVehicleStore(db: Kysely<VehicleRegistrationDatabase>, caller: Caller, parts: Parts): VehicleStore {
  const { citizen } = caller;
  const procedures = openProcedureStore(db, caller, parts);
  return {
    ...procedures,
    today: germanDay(procedures.now),
    clerk: openClerkStore(db, caller, parts),
    vehicles: loadById((ids) =>
      db
        .selectFrom('vehicle')
        .selectAll()
        .where('id', 'in', ids)
        .where('keeper', '=', citizen?.sub ?? '')
        .execute(),
    ),
    listVehicles(keeper, page, { status, plates }, order) {
      let query = db.selectFrom('vehicle').selectAll().where('keeper', '=', keeper);
      if (status) query = query.where('status', '=', status);
      if (plates) query = query.where('plate', 'in', plates);
      return fetchPage(query, page, orders[order]);
    },
    async districtCodes() {
      const rows = await db.selectFrom('plate_district').select('code').execute();
      return new Set(rows.map(({ code }) => code));
    },
  };
}
