/** What is known of the fee that a transfer names. */
export interface NamedFee {
  cents: number;
  isSettled: boolean;
  /** A payment through the provider is under way for it, or broke down and may have been taken. */
  onlinePayment: 'UNDER_WAY' | 'BROKEN' | null;
}

/**
 * What becomes of a transfer that arrived. PAID: the fee is paid, and what is too much waits for a clerk. WAIT: the payment under way is called off first. The others
 * are for a clerk: no fee is known, it was paid before, or it is too little.
 */
export type TransferMatch =
  | { outcome: 'PAID'; surplusCents: number }
  | { outcome: 'WAIT' }
  | { outcome: 'UNKNOWN' | 'PAID_BEFORE' | 'TOO_LITTLE' };

/** Matches money that arrived with the fee that its reference names. @param cents what arrived, 1 or more */
export function matchTransfer(cents: number, fee: NamedFee | null): TransferMatch {
  if (!fee) return { outcome: 'UNKNOWN' };
  if (fee.isSettled || fee.onlinePayment === 'BROKEN') return { outcome: 'PAID_BEFORE' };
  if (cents < fee.cents) return { outcome: 'TOO_LITTLE' };
  return fee.onlinePayment === 'UNDER_WAY' ? { outcome: 'WAIT' } : { outcome: 'PAID', surplusCents: cents - fee.cents };
}
