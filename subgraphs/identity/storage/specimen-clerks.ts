import type { Kysely } from 'kysely';
import { stableId } from '../../kit/data/stable-id.ts';
import { specimenPseudonym } from '../domain/specimen-citizens.ts';
import type { IdentityDatabase } from './database.ts';

interface SpecimenClerk {
  key: string;
  fullName: string;
  /** AGS: a city, or the district where the district registers vehicles. */
  authority: string;
  office: string;
}

/** Made-up clerks for development. Two work in one town: what one decided another can review. */
export const specimenClerks: readonly SpecimenClerk[] = [
  { key: 'clerk-leipzig', fullName: 'Ines Amtmann', authority: '14713000', office: 'Sachbearbeitung, Stadt Leipzig' },
  {
    key: 'clerk-leipzig-2',
    fullName: 'Falk Vertreter',
    authority: '14713000',
    office: 'Sachbearbeitung, Stadt Leipzig',
  },
  {
    key: 'clerk-rotenburg',
    fullName: 'Dörte Behörd',
    authority: '03357',
    office: 'Sachbearbeitung, Landkreis Rotenburg (Wümme)',
  },
  {
    key: 'clerk-chemnitz',
    fullName: 'Enrico Kanzler',
    authority: '14511000',
    office: 'Sachbearbeitung, Stadt Chemnitz',
  },
];

/** Writes the specimen clerks with their means of identification; those that exist stay as they are. */
export async function writeSpecimenClerks(db: Kysely<IdentityDatabase>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const { key, fullName, authority, office } of specimenClerks) {
      const id = stableId('specimen-clerk', key);
      await transaction
        .insertInto('clerk')
        .values({ id, full_name: fullName, authority, office })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      const pseudonym = specimenPseudonym(key);
      await transaction
        .insertInto('clerk_credential')
        .values([
          { means: 'ELSTER', pseudonym, clerk_id: id },
          { means: 'EID', pseudonym, clerk_id: id },
        ])
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  });
}
