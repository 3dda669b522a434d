import { MoneyResolver } from '../kit/schema/money.ts';
import type { Subgraph } from '../kit/subgraph.ts';
import { clerkOf } from './graph/caller-clerk.ts';
import { Citizen, CitizenResolver, resolveCitizen } from './graph/citizen.ts';
import { PayingResolver } from './graph/paying.ts';
import { Payment, PaymentResolver, resolvePayment } from './graph/payment.ts';
import { PaymentChangedResolver } from './graph/payment-changed.ts';
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
      CitizenResolver,
      MoneyResolver,
      PayingResolver,
      PaymentResolver,
      PaymentChangedResolver,
      VehicleResolver,
    ],
    entities: [Citizen, Payment, Vehicle],
    references: { Citizen: resolveCitizen, Payment: resolvePayment, Vehicle: resolveVehicle },
    migrations,
    announcements,
    openStore: (db, caller) => ({
      ...openPaymentsStore(db, viewerOf(caller), services?.clock),
      work: services ? { db, services } : null,
    }),
    seed: writeSpecimens,
  };
}

function viewerOf(caller: Parameters<typeof clerkOf>[0]) {
  return { citizen: caller.citizen?.sub, authority: clerkOf(caller)?.authority };
}

export const payments = createPayments();
