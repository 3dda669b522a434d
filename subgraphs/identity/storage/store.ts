import type DataLoader from 'dataloader';
import { sql, type Kysely, type Selectable } from 'kysely';
import type { Caller } from '../../kit/caller/caller.ts';
import { loadById, loadMany } from '../../kit/data/loaders.ts';
import type { Attribute } from '../domain/attribute.ts';
import type { ContactChange } from '../domain/contact.ts';
import type { AccountTable, AttributeLevelTable, IdentityDatabase, ResidenceTable } from './database.ts';

export type AccountRow = Selectable<AccountTable>;
export type AttributeLevelRow = Selectable<AttributeLevelTable>;
export type ResidenceRow = Selectable<ResidenceTable>;

/** The data of identity as one request sees it: the caller's own account and nobody else's. */
export interface IdentityStore {
  /** By the caller's `sub`; null for every other key. */
  accounts: DataLoader<string, AccountRow | null>;
  /** The main residence first. */
  residences: DataLoader<string, ResidenceRow[]>;
  attributeLevels: DataLoader<string, AttributeLevelRow[]>;
  /** Changes the caller's contact; making the same change twice is making it once. @returns null without an account */
  updateContact(change: ContactChange): Promise<AccountRow | null>;
}

export function openIdentityStore(db: Kysely<IdentityDatabase>, { citizen }: Caller): IdentityStore {
  const own = citizen?.sub ?? '';
  const accounts = loadById(async (ids) =>
    ids.includes(own) ? db.selectFrom('account').selectAll().where('id', '=', own).execute() : [],
  );
  return {
    accounts,
    residences: loadMany(
      (ids) =>
        db
          .selectFrom('residence')
          .selectAll()
          .where('account_id', 'in', ids)
          .orderBy('kind')
          .orderBy('moved_in_on')
          .execute(),
      (row) => row.account_id,
    ),
    attributeLevels: loadMany(
      (ids) =>
        db.selectFrom('attribute_level').selectAll().where('account_id', 'in', ids).orderBy('attribute').execute(),
      (row) => row.account_id,
    ),
    async updateContact(change) {
      if (!(await accounts.load(own))) return null;
      const changed = await db.transaction().execute((transaction) => writeContact(transaction, own, change));
      accounts.clear(own);
      return changed;
    },
  };
}

const attributeOf: Record<keyof ContactChange, Attribute> = { mail: 'MAIL', phone: 'PHONE' };

async function writeContact(
  db: Kysely<IdentityDatabase>,
  id: string,
  change: ContactChange,
): Promise<AccountRow | null> {
  const before = await db.selectFrom('account').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!before) return null;
  const fields = (['mail', 'phone'] as const).filter(
    (field) => change[field] !== undefined && change[field] !== before[field],
  );
  if (fields.length === 0) return before;
  for (const field of fields) await writeLevel(db, id, attributeOf[field], change[field] ?? null);
  const values = Object.fromEntries(fields.map((field) => [field, change[field]]));
  const update = db.updateTable('account').set({ ...values, updated_at: sql`now()` });
  return update.where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}

/** What somebody types is known at the lowest level, whatever was known before; what is removed is not known at all. */
async function writeLevel(
  db: Kysely<IdentityDatabase>,
  id: string,
  attribute: Attribute,
  value: string | null,
): Promise<void> {
  if (value === null) {
    await db.deleteFrom('attribute_level').where('account_id', '=', id).where('attribute', '=', attribute).execute();
    return;
  }
  const known = { level: 'NORMAL' as const, confirmed_at: sql<Date>`now()` };
  await db
    .insertInto('attribute_level')
    .values({ account_id: id, attribute, ...known })
    .onConflict((conflict) => conflict.columns(['account_id', 'attribute']).doUpdateSet(known))
    .execute();
}
