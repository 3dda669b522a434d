import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { FeeLine } from '../../kit/fees/fee-schedule.ts';
import type { PlateSuffix } from '../domain/plate.ts';
import type { ProcedureKind } from '../domain/procedure-kind.ts';
import type { Finding } from '../domain/procedures/finding.ts';
import type { CodeName, InputValues } from '../domain/procedures/input-name.ts';
import type { ProcedureEvent, ProcedureState } from '../domain/procedures/state-machine.ts';

/** A column of JSON: written as text, read as what it is. */
type Json<Value> = ColumnType<Value, string, string>;

export type DemandedLine = Pick<FeeLine, 'number' | 'text' | 'cents'>;

/** What the register tells of a vehicle that was never registered. */
export interface NewVehicle {
  make: string;
  model: string;
  hsn: string;
  tsn: string;
}

export interface ProcedureTable {
  id: string;
  /** Sector identifier of the applicant. */
  citizen: string;
  kind: ProcedureKind;
  state: ProcedureState;
  /** Known from the start for the applicant's own vehicle, else once the codes matched. */
  vehicle_id: string | null;
  /** The applicant was its keeper when the procedure began. */
  is_keeper: boolean;
  /** Area of the competent registration authority, AGS. */
  authority: string | null;
  route: 'AUTOMATIC' | 'CLERK' | null;
  inputs: ColumnType<InputValues, string | undefined, string>;
  /** What the register said of the code of certificate II when it was given; it is not stored. */
  certificate_two_verdict: 'MATCH' | 'NO_MATCH' | 'UNCHECKED' | null;
  findings: ColumnType<Finding[], string | undefined, string>;
  /** First registration: what the register says of the vehicle. */
  new_vehicle: ColumnType<NewVehicle | null, string | null | undefined, string | null>;
  /** Counts the changes of the input. */
  revision: Generated<number>;
  /** How often the codes were wrong. */
  wrong_codes: Generated<number>;
  created_at: Date;
  /** The last input. */
  touched_at: Date;
  submitted_at: Date | null;
  /** When it was decided or ended otherwise. */
  ended_at: Date | null;
  /** `jti` of the fee demand. */
  demand_id: string | null;
  fee_lines: ColumnType<DemandedLine[] | null, string | null | undefined, string | null>;
  fee_cents: number | null;
  payable_until: Date | null;
  paid_at: Date | null;
  payment_id: string | null;
  /** The provider's reference (Kassenzeichen). */
  payment_reference: string | null;
  back_office_reference: string | null;
  /** When register and back office knew of a clerk's decision. */
  told_at: Date | null;
  /** When the authority told the codes of the new papers, or that there are none to tell. */
  papers_at: Date | null;
  /** From submission to its end or its effect: no other procedure about the vehicle can be submitted. */
  occupies_vehicle: Generated<boolean>;
}

export interface CodeTable {
  name: CodeName;
  digest: Buffer;
}

export interface ProcedureHistoryTable {
  procedure_id: string;
  position: number;
  /** What happened; START for the first entry. */
  event:
    ProcedureEvent | 'START' | 'PAYMENT_FAILED' | 'RETRIEVE' | 'POST' | 'PAPERS_ISSUED' | 'TURN_BACK' | 'LEFT_TO_CLERK';
  state: ProcedureState;
  actor: 'CITIZEN' | 'AUTHORITY' | 'SYSTEM';
  /** A code that says more; never something that a citizen typed. */
  note: string | null;
  at: Date;
}

/** A vehicle as it was before an automatic decision took effect. */
export interface VehicleBefore {
  keeper: string;
  keeper_since: string;
  authority: string;
  plate: string;
  deregistered_on: string | null;
}

export interface ProcedureDecisionTable {
  procedure_id: string;
  outcome: 'APPROVED' | 'REJECTED';
  is_automatic: boolean;
  reasons: Json<string[]>;
  /** Sector identifier of the clerk; null for an automatic decision. */
  decided_by: string | null;
  decided_at: Date;
  /** The plate from now on; null for a rejection. */
  plate: string | null;
  retrievable_until: Date;
  retrieved_at: Date | null;
  posted_at: Date | null;
  effective_on: string | null;
  /** When the register of this authority was changed accordingly; with no `effective_on`, when it was kept from taking effect. */
  effected_at: Date | null;
  /** An automatic decision can be revoked until then. */
  review_until: string | null;
  /** Until its review is over; null where it did not change a vehicle, or was revoked without turning the vehicle back. */
  vehicle_before: ColumnType<VehicleBefore | null, string | null | undefined, string | null>;
}

export interface FeeDecisionTable {
  id: string;
  procedure_id: string;
  authority: string;
  /** Why it has to be decided what becomes of a fee that was paid. */
  reason: 'REJECTED' | 'PAID_AFTER_THE_END' | 'PAID_TWICE' | 'WITHDRAWN';
  payment_id: string;
  amount_cents: number;
  opened_at: Date;
  closed_at: Date | null;
}

export interface PlateReservationTable {
  id: string;
  citizen: string;
  authority: string;
  /** WISH: chosen; KEPT: of a de-registered vehicle; ASSIGNED: given out by the authority. */
  reason: 'WISH' | 'KEPT' | 'ASSIGNED';
  /** Which of the citizen's reservations it is. */
  slot: number | null;
  plate_district: string;
  plate_letters: string;
  plate_number: number;
  plate_suffix: PlateSuffix | null;
  plate: GeneratedAlways<string>;
  /** The procedure that it is used in. */
  procedure_id: string | null;
  reserved_at: Date;
  expires_at: Date;
}

export interface VehicleNoticeTable {
  id: string;
  /** Sector identifier of whoever is told. */
  citizen: string;
  kind: 'KEEPER_CHANGED' | 'DE_REGISTERED' | 'CHANGE_REVOKED';
  vehicle_id: string;
  plate: string;
  happened_on: string;
  created_at: Date;
}

export interface ProcedureTables {
  procedure: ProcedureTable;
  procedure_code: CodeTable & { procedure_id: string };
  vehicle_code: CodeTable & { vehicle_id: string };
  procedure_history: ProcedureHistoryTable;
  procedure_decision: ProcedureDecisionTable;
  fee_decision: FeeDecisionTable;
  wrong_code: { citizen: string; at: Date };
  idempotency_key: { citizen: string; key: string; request: Buffer; result: string; created_at: Date };
  plate_reservation: PlateReservationTable;
  vehicle_notice: VehicleNoticeTable;
}
