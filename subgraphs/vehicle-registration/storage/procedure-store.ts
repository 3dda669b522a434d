import type DataLoader from 'dataloader';
import type { Kysely, Selectable } from 'kysely';
import type { Caller } from '../../kit/caller/caller.ts';
import { requireCitizen } from '../../kit/caller/caller.ts';
import { germanDay } from '../../kit/data/calendar.ts';
import { fetchPage, type KeysetOrder, type Page, type PageRequest } from '../../kit/data/keyset.ts';
import { loadById, loadMany, loadOne } from '../../kit/data/loaders.ts';
import { clocksOn } from '../domain/procedures/clocks.ts';
import type { CodeName } from '../domain/procedures/input-name.ts';
import type { ProcedureState } from '../domain/procedures/state-machine.ts';
import type { VehicleRegistrationDatabase } from './database.ts';
import type { Parts } from './parts.ts';
import type { DemandedLine, VehicleNoticeTable } from './procedure-tables.ts';
import { loadFees } from './procedures/load-fees.ts';
import { reservationsOf } from './procedures/plate-choice.ts';
import type {
  Applicant,
  PlateReservationRow,
  ProcedureDecisionRow,
  ProcedureHistoryRow,
  ProcedureRow,
} from './procedures/procedure-rows.ts';

export type VehicleNoticeRow = Selectable<VehicleNoticeTable>;

/** The procedures and plates of the caller, and what they can do with them. */
export interface ProcedureStore {
  now: Date;
  db: Kysely<VehicleRegistrationDatabase>;
  /** Only the caller's own are found. */
  procedures: DataLoader<string, ProcedureRow | null>;
  /** Of procedures that were found, by their id. */
  history: DataLoader<string, ProcedureHistoryRow[]>;
  decisions: DataLoader<string, ProcedureDecisionRow | null>;
  givenCodes: DataLoader<string, { procedure_id: string; name: CodeName }[]>;
  /** The lines of the fee as it is now, or as it was demanded. */
  fees: DataLoader<string, DemandedLine[]>;
  /** By the id of a vehicle: whether a procedure is under way. */
  occupied: DataLoader<string, { vehicle_id: string | null } | null>;
  listProcedures(page: PageRequest, states: readonly ProcedureState[] | null): Promise<Page<ProcedureRow>>;
  listNotices(page: PageRequest): Promise<Page<VehicleNoticeRow>>;
  reservations(): Promise<PlateReservationRow[]>;
  /** Who acts, for whatever changes something. */
  applicant(): Applicant;
  /** A fee demand that can be paid now, signed; null where nothing is to be paid. */
  feeDemand(procedure: ProcedureRow): Promise<string | null>;
}

const newestFirst: KeysetOrder = {
  name: 'created-desc',
  column: 'created_at',
  direction: 'desc',
  type: 'timestamptz',
};

export function openProcedureStore(
  db: Kysely<VehicleRegistrationDatabase>,
  caller: Caller,
  parts: Parts,
): ProcedureStore {
  const now = parts.clock();
  const owner = caller.citizen?.sub ?? '';
  return {
    now,
    db,
    ...openLoaders(db, owner, now),
    listProcedures(page, states) {
      const own = db.selectFrom('procedure').selectAll().where('citizen', '=', owner);
      const wanted = states ? own.where('state', '=', ({ fn, val }) => fn.any(val(states))) : own;
      return fetchPage(wanted, page, newestFirst);
    },
    listNotices: (page) =>
      fetchPage(db.selectFrom('vehicle_notice').selectAll().where('citizen', '=', owner), page, newestFirst),
    reservations: () => reservationsOf(db, [owner], now),
    applicant: () => ({ citizen: requireCitizen(caller), parts, now }),
    feeDemand: (procedure) => demandOf(procedure, parts, now),
  };
}

function openLoaders(db: Kysely<VehicleRegistrationDatabase>, owner: string, now: Date) {
  return {
    procedures: loadById((ids) =>
      db.selectFrom('procedure').selectAll().where('id', 'in', ids).where('citizen', '=', owner).execute(),
    ),
    history: loadMany(
      (ids: readonly string[]) =>
        db.selectFrom('procedure_history').selectAll().where('procedure_id', 'in', ids).orderBy('position').execute(),
      (entry) => entry.procedure_id,
    ),
    decisions: loadOne(
      (ids: readonly string[]) =>
        db.selectFrom('procedure_decision').selectAll().where('procedure_id', 'in', ids).execute(),
      (decision) => decision.procedure_id,
    ),
    givenCodes: loadMany(
      (ids: readonly string[]) =>
        db.selectFrom('procedure_code').select(['procedure_id', 'name']).where('procedure_id', 'in', ids).execute(),
      (code) => code.procedure_id,
    ),
    fees: loadFees(db, now),
    occupied: loadOne(
      (ids: readonly string[]) =>
        db
          .selectFrom('procedure')
          .select('vehicle_id')
          .where('vehicle_id', 'in', ids)
          .where('occupies_vehicle', '=', true)
          .execute(),
      (procedure) => procedure.vehicle_id ?? '',
    ),
  };
}

/** The same demand as long as it is unpaid, with a life of its own each time: whoever finds an old one cannot pay with it. */
async function demandOf(procedure: ProcedureRow, { signDemand }: Parts, now: Date): Promise<string | null> {
  const { state, demand_id: demandId, fee_lines: lines, authority, payable_until: payableUntil } = procedure;
  if (state !== 'AWAITING_PAYMENT' || !demandId || !lines || !authority || !payableUntil || payableUntil <= now)
    return null;
  const life = clocksOn(germanDay(now)).demandMinutes * 60_000;
  return signDemand({
    demandId,
    caseReference: procedure.id,
    authority,
    purpose: lines[0]?.text ?? { de: 'Fahrzeugzulassung', en: 'Vehicle registration' },
    lines,
    issuedAt: now,
    expiresAt: new Date(Math.min(now.getTime() + life, payableUntil.getTime())),
  });
}
