import { MoneyResolver } from '../kit/schema/money.ts';
import type { Subgraph } from '../kit/subgraph.ts';
import { Citizen, CitizenResolver, resolveCitizen } from './graph/citizen.ts';
import { Payment, PaymentResolver, resolvePayment } from './graph/payment.ts';
import { PaymentChangedResolver } from './graph/payment-changed.ts';
import { resolveVehicle, Vehicle, VehicleResolver } from './graph/vehicle.ts';
import { announcements } from './storage/announcements.ts';
import type { PaymentsDatabase } from './storage/database.ts';
import { migrations } from './storage/migrations/index.ts';
import { openPaymentsStore, type PaymentsStore } from './storage/store.ts';
import { writeSpecimens } from './storage/write-specimens.ts';

/** What citizens paid, and what they have to pay. */
export const payments: Subgraph<PaymentsDatabase, PaymentsStore> = {
  name: 'payments',
  resolvers: [CitizenResolver, MoneyResolver, PaymentResolver, PaymentChangedResolver, VehicleResolver],
  entities: [Citizen, Payment, Vehicle],
  references: { Citizen: resolveCitizen, Payment: resolvePayment, Vehicle: resolveVehicle },
  migrations,
  announcements,
  openStore: (db, caller) => openPaymentsStore(db, caller),
  seed: writeSpecimens,
};
