import type { Generated } from 'kysely';
import type { EventTables } from '../../kit/events/event-tables.ts';
import type { FailureReason, PaymentStatus } from '../domain/payment-status.ts';
import type { Ending } from '../domain/provider-status.ts';
import type { BankCreditTable } from './bank-credit-tables.ts';
import type { LedgerEntryTable, LedgerTransactionTable } from './ledger-tables.ts';
import type { DifferenceTable, ReconciliationTable, SettlementLineTable } from './reconciliation-tables.ts';
import type { RefundTable } from './refund-tables.ts';
import type { SepaMandateTable } from './sepa-mandate-tables.ts';

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
  /** Name of the service that demanded it; with what follows absent where none did (specimen data). */
  client: string | null;
  /** The demand that it pays. */
  demand_id: string | null;
  /** Names the case at the demanding service. */
  case_reference: string | null;
  /** Where the citizen's browser goes from the paying page. */
  return_url: string | null;
  expires_at: Date | null;
  /** The transaction at the provider, once it has one. */
  transaction_id: string | null;
  /** The page on which the citizen pays: whoever has it can pay. */
  pay_url: string | null;
  /** The provider's reference (Kassenzeichen). */
  reference: string | null;
  /** Why it is to be ended, from before the provider is told. */
  ending: Ending | null;
  /** When the provider is asked about it next; absent when nothing more can happen. */
  ask_at: Date | null;
  /** How often the provider was asked without news. */
  asked: Generated<number>;
}

/** Which payment an idempotency key stands for. */
export interface PaymentRequestTable {
  citizen: string;
  key: string;
  /** Hash of what was asked for. */
  fingerprint: Buffer;
  payment_id: string;
  created_at: Date;
}

/** A callback of the provider that was dealt with. */
export interface ProviderCallbackTable {
  id: string;
  received_at: Date;
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
export interface PaymentsDatabase extends EventTables {
  payment: PaymentTable;
  payment_line: PaymentLineTable;
  payment_history: PaymentHistoryTable;
  fee_account: FeeAccountTable;
  fee: FeeTable;
  payment_request: PaymentRequestTable;
  provider_callback: ProviderCallbackTable;
  ledger_transaction: LedgerTransactionTable;
  ledger_entry: LedgerEntryTable;
  refund: RefundTable;
  settlement_line: SettlementLineTable;
  reconciliation: ReconciliationTable;
  difference: DifferenceTable;
  sepa_mandate: SepaMandateTable;
  bank_credit: BankCreditTable;
}
