import { subgraphError } from '../../kit/errors.ts';
import type { PaymentsStore } from '../storage/store.ts';
import type { Work } from './services.ts';

/** The data of one request, and what makes payments with it. */
export interface PaymentsDesk extends PaymentsStore {
  /** Absent where no payment provider is configured: payments can be looked at then, not made. */
  work?: Work | null;
}

/** @throws SERVICE_UNAVAILABLE where payments cannot be made */
export function workOf({ work }: PaymentsDesk): Work {
  if (work) return work;
  throw subgraphError('SERVICE_UNAVAILABLE', 'Payments cannot be made here: no payment provider is configured.');
}
