import type { Kysely } from 'kysely';
import type { Accounts, KnownAccount } from '../domain/accounts.ts';
import type { MeansId } from '../domain/means-of-identification.ts';
import { fullName } from '../domain/person-name.ts';
import type { AccountTable, ClerkTable, IdentityDatabase } from './database.ts';

const columns = ['account.id', 'account.title', 'account.given_names', 'account.family_name'] as const;
const clerkColumns = ['clerk.id', 'clerk.full_name', 'clerk.authority'] as const;

type NameRow = Pick<AccountTable, 'id' | 'title' | 'given_names' | 'family_name'>;
type ClerkRow = Pick<ClerkTable, 'id' | 'full_name' | 'authority'>;

function toKnownAccount(row: NameRow): KnownAccount {
  return {
    accountId: row.id,
    fullName: fullName({ title: row.title, givenNames: row.given_names, familyName: row.family_name }),
  };
}

const toClerk = (row: ClerkRow): KnownAccount => ({
  accountId: row.id,
  fullName: row.full_name,
  clerkOf: row.authority,
});

/** The accounts as the login knows them: those of citizens, and of clerks. */
export function openAccounts(db: Kysely<IdentityDatabase>): Accounts {
  return {
    async findByPseudonym(means, pseudonym) {
      const query = db
        .selectFrom('credential')
        .innerJoin('account', 'account.id', 'credential.account_id')
        .select(columns);
      const row = await query.where('means', '=', means).where('pseudonym', '=', pseudonym).executeTakeFirst();
      return row ? toKnownAccount(row) : findClerkByPseudonym(db, means, pseudonym);
    },
    async find(accountId) {
      const row = await db.selectFrom('account').select(columns).where('id', '=', accountId).executeTakeFirst();
      if (row) return toKnownAccount(row);
      const clerk = await db.selectFrom('clerk').select(clerkColumns).where('id', '=', accountId).executeTakeFirst();
      return clerk && toClerk(clerk);
    },
  };
}

async function findClerkByPseudonym(
  db: Kysely<IdentityDatabase>,
  means: MeansId,
  pseudonym: string,
): Promise<KnownAccount | undefined> {
  if (means === 'PASSWORD') return undefined;
  const row = await db
    .selectFrom('clerk_credential')
    .innerJoin('clerk', 'clerk.id', 'clerk_credential.clerk_id')
    .select(clerkColumns)
    .where('means', '=', means)
    .where('pseudonym', '=', pseudonym)
    .executeTakeFirst();
  return row && toClerk(row);
}
