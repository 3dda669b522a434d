import type { Kysely } from 'kysely';
import type { DemandReader } from '../clients/fee-demands.ts';
import type { PaymentProvider } from '../clients/payment-provider.ts';
import type { Payee } from '../domain/payee.ts';
import type { PaymentsDatabase } from '../storage/database.ts';
import type { MandateSeal } from '../storage/mandate-seal.ts';

/** What payments needs from outside, given to it when it starts. */
export interface PaymentServices {
  clock: () => Date;
  provider: PaymentProvider;
  readDemand: DemandReader;
  /** Where the paying page leads back to, unless a request says otherwise. */
  returnUrl: string;
  /** Origins that a request may name instead, besides that of `returnUrl`. */
  returnOrigins: readonly string[];
  /** Bank accounts of the authorities, for transfers. */
  payees: readonly Payee[];
  mandateSeal: MandateSeal;
}

/** The database and the services: what all work with payments is done with. */
export interface Work {
  db: Kysely<PaymentsDatabase>;
  services: PaymentServices;
}
