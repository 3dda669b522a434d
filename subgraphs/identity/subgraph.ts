import type { Subgraph } from '../kit/subgraph.ts';
import { Citizen, CitizenResolver, resolveCitizen } from './graph/citizen.ts';
import { ContactResolver } from './graph/contact.ts';
import type { IdentityDatabase } from './storage/database.ts';
import { migrations } from './storage/migrations/index.ts';
import { writeSpecimenAccounts } from './storage/specimen-accounts.ts';
import { writeSpecimenClerks } from './storage/specimen-clerks.ts';
import { openIdentityStore, type IdentityStore } from './storage/store.ts';

/** The citizen account: who somebody is, and how surely that is known. The login itself is in `login/`. */
export const identity: Subgraph<IdentityDatabase, IdentityStore> = {
  name: 'identity',
  resolvers: [CitizenResolver, ContactResolver],
  entities: [Citizen],
  references: { Citizen: resolveCitizen },
  migrations,
  openStore: openIdentityStore,
  async seed(db, citizens) {
    await writeSpecimenAccounts(db, citizens);
    await writeSpecimenClerks(db);
  },
};
