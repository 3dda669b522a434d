import type DataLoader from 'dataloader';
import { sql, type Kysely, type Selectable } from 'kysely';
import type { Caller } from '../../kit/caller/caller.ts';
import { fetchPage, type KeysetOrder, type Page, type PageRequest } from '../../kit/data/keyset.ts';
import { loadById, loadMany } from '../../kit/data/loaders.ts';
import type { AppointmentStatus } from '../domain/appointment-status.ts';
import type { AppointmentTable, AppointmentsDatabase, OfficeServiceTable, OfficeTable } from './database.ts';

export type AppointmentRow = Selectable<AppointmentTable>;
export type OfficeRow = Selectable<OfficeTable>;
export type OfficeServiceRow = Selectable<OfficeServiceTable>;

export interface AppointmentFilter {
  statuses?: readonly AppointmentStatus[] | null;
  startsFrom?: Date | null;
  startsBefore?: Date | null;
}

export type AppointmentOrder = 'STARTS_AT_ASC' | 'STARTS_AT_DESC';

/** The data of appointments as one request sees it: a citizen's own, and the public offices. */
export interface AppointmentsStore {
  offices: DataLoader<string, OfficeRow | null>;
  officeServices: DataLoader<string, OfficeServiceRow[]>;
  /** Only the caller's own appointments are found. */
  appointments: DataLoader<string, AppointmentRow | null>;
  listAppointments(
    citizen: string,
    page: PageRequest,
    filter: AppointmentFilter,
    order: AppointmentOrder,
  ): Promise<Page<AppointmentRow>>;
}

const orders: Record<AppointmentOrder, KeysetOrder> = {
  STARTS_AT_ASC: { name: 'starts-asc', column: 'starts_at', direction: 'asc', type: 'timestamptz' },
  STARTS_AT_DESC: { name: 'starts-desc', column: 'starts_at', direction: 'desc', type: 'timestamptz' },
};

export function openAppointmentsStore(db: Kysely<AppointmentsDatabase>, { citizen }: Caller): AppointmentsStore {
  return {
    offices: loadById((ids) => db.selectFrom('office').selectAll().where('id', 'in', ids).execute()),
    officeServices: loadMany(
      (ids) =>
        db.selectFrom('office_service').selectAll().where('office_id', 'in', ids).orderBy('service_id').execute(),
      (service) => service.office_id,
    ),
    appointments: loadById((ids) =>
      db
        .selectFrom('appointment')
        .selectAll()
        .where('id', 'in', ids)
        .where('citizen', '=', citizen?.sub ?? '')
        .execute(),
    ),
    listAppointments(owner, page, filter, order) {
      let query = db.selectFrom('appointment').selectAll().where('citizen', '=', owner);
      if (filter.statuses) query = query.where('status', '=', sql<AppointmentStatus>`any(${filter.statuses})`);
      if (filter.startsFrom) query = query.where('starts_at', '>=', filter.startsFrom);
      if (filter.startsBefore) query = query.where('starts_at', '<', filter.startsBefore);
      return fetchPage(query, page, orders[order]);
    },
  };
}
