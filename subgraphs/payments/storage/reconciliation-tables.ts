import type { DifferenceKind, Resolution } from '../domain/reconciliation.ts';

/** A line of a settlement file of the provider, as it came. */
export interface SettlementLineTable {
  authority: string;
  line_id: string;
  day: string;
  transaction_id: string;
  kind: 'PAYMENT' | 'REFUND';
  refund_id: string | null;
  amount_cents: number;
  booked_at: Date;
}

/** A day of an authority that was compared with the provider's file. */
export interface ReconciliationTable {
  authority: string;
  day: string;
  /** When it was last compared. */
  ran_at: Date;
  /** Lines of the file. */
  lines: number;
  ours_cents: number;
  theirs_cents: number;
}

/** Where the file is not what is known here, and what became of it. */
export interface DifferenceTable {
  id: string;
  authority: string;
  day: string;
  kind: DifferenceKind;
  subject: string;
  payment_id: string | null;
  ours_cents: number | null;
  theirs_cents: number | null;
  found_at: Date;
  resolution: Resolution | null;
  note: string | null;
  /** Sector identifier of the clerk; absent where it resolved by itself. */
  resolved_by: string | null;
  resolved_at: Date | null;
}
