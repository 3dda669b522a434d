import { MoneyResolver } from '../kit/schema/money.ts';
import type { Subgraph } from '../kit/subgraph.ts';
import { AuthorityPaymentsResolver } from './graph/authority-payments.ts';
import { Citizen, CitizenResolver, resolveCitizen } from './graph/citizen.ts';
import { LedgerResolver } from './graph/ledger.ts';
import { PayingResolver } from './graph/paying.ts';
import { Payment, PaymentResolver, resolvePayment } from './graph/payment.ts';
import { PaymentDocumentsResolver } from './graph/payment-documents.ts';
import { PaymentChangedResolver } from './graph/payment-changed.ts';
import { ReconcilingResolver } from './graph/reconciling.ts';
import { RefundingResolver } from './graph/refunding.ts';
import { SepaMandateResolver } from './graph/sepa-mandate.ts';
import { FeeTransferResolver, TransferSlipResolver } from './graph/transfer-slip.ts';
import { resolveVehicle, Vehicle, VehicleResolver } from './graph/vehicle.ts';
import type { PaymentsDesk } from './processing/desk.ts';
import type { PaymentServices } from './processing/services.ts';
import { announcements } from './storage/announcements.ts';
import type { PaymentsDatabase } from './storage/database.ts';
import { migrations } from './storage/migrations/index.ts';
import { openPaymentsStore } from './storage/store.ts';
import { writeSpecimens } from './storage/write-specimens.ts';

/** What citizens paid, and what they have to pay. Without services payments can be looked at and not made. */
export function createPayments(services?: PaymentServices): Subgraph<PaymentsDatabase, PaymentsDesk> {
  return {
    name: 'payments',
    resolvers: [
      AuthorityPaymentsResolver,
      CitizenResolver,
      FeeTransferResolver,
      LedgerResolver,
      MoneyResolver,
      PayingResolver,
      PaymentChangedResolver,
      PaymentDocumentsResolver,
      PaymentResolver,
      ReconcilingResolver,
      RefundingResolver,
      SepaMandateResolver,
      TransferSlipResolver,
      VehicleResolver,
    ],
    entities: [Citizen, Payment, Vehicle],
    references: { Citizen: resolveCitizen, Payment: resolvePayment, Vehicle: resolveVehicle },
    migrations,
    announcements,
    openStore: (db, caller) => ({
      ...openPaymentsStore(db, { citizen: caller.citizen?.sub, authority: caller.clerk?.authority }, services?.clock),
      work: services ? { db, services } : null,
    }),
    seed: writeSpecimens,
  };
}

export const payments = createPayments();
