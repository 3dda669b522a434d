import type { ProviderStatus } from '../domain/provider-status.ts';
import type { RefundStatus } from '../domain/refund-status.ts';
import type { SettledMovement } from '../domain/reconciliation.ts';

/** What is asked of the provider for one payment. */
export interface ProviderRequest {
  /** Our own id, 36 characters at most: asking twice with the same is asking once. */
  requestId: string;
  /** Area of the authority that is paid, AGS. */
  authority: string;
  cents: number;
  purpose: string;
  description: string;
  /** Where the citizen's browser goes afterwards. Nothing is learnt from their coming back. */
  returnUrl: string;
  lines: readonly { number: string | null; text: string; cents: number }[];
}

/** How a payment stands at the provider. */
export interface ProviderTransaction {
  transactionId: string;
  /** The page on which the citizen pays. */
  payUrl: string;
  status: ProviderStatus;
  cents: number;
  /** Kassenzeichen; may come only when it is paid. */
  reference: string | null;
}

/** A line of the provider's settlement file. */
export interface SettlementLine extends SettledMovement {
  transactionId: string;
  refundId: string | null;
  bookedAt: Date;
}

export interface ProviderRefund {
  refundId: string;
  transactionId: string;
  cents: number;
}

/** A payment provider. Every call can be made again: it does nothing twice. All throw {@link ProviderError}. */
export interface PaymentProvider {
  create(request: ProviderRequest): Promise<ProviderTransaction>;
  status(authority: string, transactionId: string): Promise<ProviderTransaction>;
  /** Ends a transaction that is not paid yet; what comes back says how it stands then. */
  cancel(authority: string, transactionId: string): Promise<ProviderTransaction>;
  refund(authority: string, refund: ProviderRefund): Promise<RefundStatus>;
  /** What the provider settled on a day, YYYY-MM-DD. */
  settlement(authority: string, day: string): Promise<SettlementLine[]>;
  close(): Promise<void>;
}

/** `UNAVAILABLE`: ask again later, it may or may not have happened. `REFUSED`: the provider does not do this. */
export class ProviderError extends Error {
  readonly kind: 'UNAVAILABLE' | 'REFUSED';

  constructor(kind: 'UNAVAILABLE' | 'REFUSED', message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ProviderError';
    this.kind = kind;
  }
}
