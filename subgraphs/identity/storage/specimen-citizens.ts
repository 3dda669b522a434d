import type { Kysely } from 'kysely';
import { dozen } from '../../kit/specimen/names.ts';
import { specimenPseudonym, type SpecimenCitizens } from '../domain/specimen-citizens.ts';
import { fullName } from '../domain/person-name.ts';
import type { IdentityDatabase } from './database.ts';

const offeredKeys = dozen.flatMap(({ key }) => (key === undefined ? [] : [key]));
const keyOf = new Map(offeredKeys.map((key) => [specimenPseudonym(key), key]));

/** The specimen citizens who have an account here: the login page offers the dozen whom people know by name. */
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
      return citizens.toSorted((a, b) => offeredKeys.indexOf(a.key) - offeredKeys.indexOf(b.key));
    },
    async has(means, key) {
      const query = db.selectFrom('credential').select('account_id').where('means', '=', means);
      return (await query.where('pseudonym', '=', specimenPseudonym(key)).executeTakeFirst()) !== undefined;
    },
  };
}
