import type { Kysely } from 'kysely';
import { dozen } from '../../kit/specimen/names.ts';
import type { MeansId } from '../domain/means-of-identification.ts';
import { specimenPseudonym, type SpecimenCitizen, type SpecimenCitizens } from '../domain/specimen-citizens.ts';
import { specimenClerks } from './specimen-clerks.ts';
import { fullName } from '../domain/person-name.ts';
import type { IdentityDatabase } from './database.ts';

const offeredKeys = dozen.flatMap(({ key }) => (key === undefined ? [] : [key]));
const clerkKeyOf = new Map(specimenClerks.map(({ key }) => [specimenPseudonym(key), key]));
const keyOf = new Map(offeredKeys.map((key) => [specimenPseudonym(key), key]));

/** The specimen citizens who have an account here: the login page offers the dozen whom people know by name, and the specimen clerks. */
export function openSpecimenCitizens(db: Kysely<IdentityDatabase>): SpecimenCitizens {
  return {
    async list(means) {
      const rows = await db
        .selectFrom('credential')
        .innerJoin('account', 'account.id', 'credential.account_id')
        .innerJoin('residence', 'residence.account_id', 'account.id')
        .select(['pseudonym', 'title', 'given_names as givenNames', 'family_name as familyName', 'city'])
        .where('kind', '=', 'MAIN')
        .where('means', '=', means)
        .where('pseudonym', 'in', [...keyOf.keys()])
        .execute();
      const citizens = rows.map((row) => ({
        key: keyOf.get(row.pseudonym) ?? '',
        fullName: fullName(row),
        place: row.city,
      }));
      const inOrder = citizens.toSorted((a, b) => offeredKeys.indexOf(a.key) - offeredKeys.indexOf(b.key));
      return [...inOrder, ...(await listClerks(db, means))];
    },
    async has(means, key) {
      const pseudonym = specimenPseudonym(key);
      const query = db.selectFrom('credential').select('account_id').where('means', '=', means);
      if (await query.where('pseudonym', '=', pseudonym).executeTakeFirst()) return true;
      return (await listClerks(db, means)).some((clerk) => clerk.key === key);
    },
  };
}

async function listClerks(db: Kysely<IdentityDatabase>, means: MeansId): Promise<SpecimenCitizen[]> {
  if (means === 'PASSWORD') return [];
  const rows = await db
    .selectFrom('clerk_credential')
    .innerJoin('clerk', 'clerk.id', 'clerk_credential.clerk_id')
    .select(['pseudonym', 'full_name', 'office'])
    .where('means', '=', means)
    .where('pseudonym', 'in', [...clerkKeyOf.keys()])
    .orderBy('pseudonym')
    .execute();
  return rows.map((row) => ({
    key: clerkKeyOf.get(row.pseudonym) ?? '',
    fullName: row.full_name,
    place: row.office,
  }));
}
