import type { Generated } from 'kysely';
import type { RefundStatus } from '../domain/refund-status.ts';

/** Money of a payment that is given back. */
export interface RefundTable {
  id: string;
  payment_id: string;
  amount_cents: number;
  status: RefundStatus;
  /** Why, in the clerk's words. */
  reason: string;
  /** Sector identifier of the clerk who asked for it. */
  clerk: string;
  /** Idempotency key of that clerk. */
  request_key: string;
  created_at: Date;
  finished_at: Date | null;
  /** When the provider is asked about it next. */
  ask_at: Date | null;
  asked: Generated<number>;
}
