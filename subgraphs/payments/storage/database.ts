import type { Generated } from 'kysely';
import type { FailureReason, PaymentStatus } from '../domain/payment-status.ts';

export interface PaymentTable {
  id: string;
  /** Sector identifier of the citizen. */
  citizen: string;
  /** Area of the authority that is paid, AGS. */
  authority: string;
  purpose_de: string;
  /** Absent where the authority gave a German text only. */
  purpose_en: string | null;
  /** Euro cents, as everywhere here. */
  amount_cents: number;
  status: PaymentStatus;
  failure_reason: FailureReason | null;
  created_at: Date;
  paid_at: Date | null;
  /** The transaction in which it was written or got its status: by it, changes that nobody heard are found. */
  changed_in: Generated<string>;
}

/** What a payment is made of; the lines of one add up to its amount. */
export interface PaymentLineTable {
  payment_id: string;
  /** From 1. */
  position: number;
  /** Number in the fee schedule. */
  number: string | null;
  text_de: string;
  text_en: string | null;
  amount_cents: number;
}

/** The states that a payment has been in; the last one is its status. */
export interface PaymentHistoryTable {
  payment_id: string;
  /** From 1. */
  position: number;
  status: PaymentStatus;
  at: Date;
}

/** The account that payments keeps for a vehicle and its keeper: who sees the vehicle's fees. */
export interface FeeAccountTable {
  vehicle_id: string;
  /** Sector identifier of the keeper. */
  citizen: string;
  /** Area of the registration authority, AGS. */
  authority: string;
}

export interface FeeTable {
  id: string;
  vehicle_id: string;
  citizen: string;
  /** Number in the fee schedule. */
  number: string | null;
  text_de: string;
  text_en: string | null;
  amount_cents: number;
  due_on: string;
  /** With the payment that settled it; both absent while it is open. */
  settled_at: Date | null;
  payment_id: string | null;
}

/** The tables of the schema `payments`. */
export interface PaymentsDatabase {
  payment: PaymentTable;
  payment_line: PaymentLineTable;
  payment_history: PaymentHistoryTable;
  fee_account: FeeAccountTable;
  fee: FeeTable;
}
