import type { Kysely } from 'kysely';
import type { Accounts, KnownAccount } from '../domain/accounts.ts';
import { fullName } from '../domain/person-name.ts';
import type { AccountTable, IdentityDatabase } from './database.ts';

const columns = ['account.id', 'account.title', 'account.given_names', 'account.family_name'] as const;

type NameRow = Pick<AccountTable, 'id' | 'title' | 'given_names' | 'family_name'>;

function toKnownAccount(row: NameRow): KnownAccount {
  return {
    accountId: row.id,
    fullName: fullName({ title: row.title, givenNames: row.given_names, familyName: row.family_name }),
  };
}

/** The accounts as the login knows them. */
export function openAccounts(db: Kysely<IdentityDatabase>): Accounts {
  return {
    async findByPseudonym(means, pseudonym) {
      const query = db
        .selectFrom('credential')
        .innerJoin('account', 'account.id', 'credential.account_id')
        .select(columns);
      const row = await query.where('means', '=', means).where('pseudonym', '=', pseudonym).executeTakeFirst();
      return row && toKnownAccount(row);
    },
    async find(accountId) {
      const row = await db.selectFrom('account').select(columns).where('id', '=', accountId).executeTakeFirst();
      return row && toKnownAccount(row);
    },
  };
}
