import type { ColumnType } from 'kysely';
import type { ParkingReason } from '../delivery/submitted-procedures.ts';

/** A delivery that cannot go on by itself: it waits for an operator. */
export interface ParkedDeliveryTable {
  procedure_id: string;
  reason: ParkingReason;
  /** A code of the other side. */
  detail: string | null;
  parked_at: Date;
}

/** What clerks made of an automatic decision. */
export interface DecisionReviewTable {
  procedure_id: string;
  /** Sector identifier of the clerk who proposed to revoke it. */
  proposed_by: string | null;
  proposed_at: Date | null;
  reasons: ColumnType<string[], string | undefined, string>;
  verdict: 'CONFIRMED' | 'REVOKED' | null;
  reviewed_by: string | null;
  reviewed_at: Date | null;
}

export interface DeliveryTables {
  parked_delivery: ParkedDeliveryTable;
  decision_review: DecisionReviewTable;
}
