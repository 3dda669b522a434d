import type { Insertable, Kysely } from 'kysely';
import { stableId } from '../../kit/data/stable-id.ts';
import type { SpecimenAddress } from '../../kit/specimen/citizen.ts';
import { today } from '../../kit/specimen/days.ts';
import type { SeedCitizen } from '../../kit/subgraph.ts';
import { specimenPseudonym } from '../domain/specimen-citizens.ts';
import { attributes, cardAttributes } from '../domain/attribute.ts';
import { mayUseEid } from '../domain/eid-age.ts';
import { meansIds } from '../domain/means-of-identification.ts';
import type {
  AccountTable,
  AttributeLevelTable,
  CredentialTable,
  IdentityDatabase,
  ResidenceTable,
} from './database.ts';

/** Accounts of the specimen citizens, with the means of identification that they have. Accounts that exist stay as they are. */
export async function writeSpecimenAccounts(
  db: Kysely<IdentityDatabase>,
  citizens: readonly SeedCitizen[],
): Promise<void> {
  if (citizens.length === 0) return;
  await db.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto('account')
      .values(citizens.map(toAccount))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .execute();
    const ids = new Set(inserted.map(({ id }) => id));
    const fresh = citizens.filter(({ sub }) => ids.has(sub));
    if (fresh.length === 0) return;
    await transaction.insertInto('credential').values(fresh.flatMap(credentialsOf)).execute();
    await transaction.insertInto('residence').values(fresh.flatMap(residencesOf)).execute();
    await transaction.insertInto('attribute_level').values(fresh.flatMap(attributeLevelsOf)).execute();
  });
}

function toAccount(citizen: SeedCitizen): Insertable<AccountTable> {
  return {
    id: citizen.sub,
    family_name: citizen.familyName,
    given_names: citizen.givenNames,
    birth_name: citizen.birthName,
    title: citizen.title,
    date_of_birth: citizen.dateOfBirth,
    place_of_birth: citizen.placeOfBirth,
    nationality: citizen.nationality,
    mail: citizen.mail,
    phone: citizen.phone,
  };
}

function credentialsOf({ key, sub, dateOfBirth }: SeedCitizen): Insertable<CredentialTable>[] {
  const owned = meansIds.filter((means) => means !== 'EID' || mayUseEid(dateOfBirth, today()));
  return owned.map((means) => ({ means, pseudonym: specimenPseudonym(key), account_id: sub }));
}

function residencesOf({ key, sub, residence, secondaryResidence }: SeedCitizen): Insertable<ResidenceTable>[] {
  const toRow = (kind: 'MAIN' | 'SECONDARY', address: SpecimenAddress) => ({
    id: stableId('specimen-residence', `${key}:${kind}`),
    account_id: sub,
    kind,
    street: address.street,
    house_number: address.houseNumber,
    postal_code: address.postalCode,
    city: address.city,
    ags: address.ags,
    moved_in_on: address.movedInOn,
  });
  return [toRow('MAIN', residence), ...(secondaryResidence ? [toRow('SECONDARY', secondaryResidence)] : [])];
}

/** As after a first login with the card: what its chip holds is HIGH, what was typed is NORMAL. */
function attributeLevelsOf(citizen: SeedCitizen): Insertable<AttributeLevelTable>[] {
  const missing = { BIRTH_NAME: citizen.birthName === null, TITLE: citizen.title === null };
  const hasCard = mayUseEid(citizen.dateOfBirth, today());
  return attributes
    .filter((attribute) => !(attribute in missing && missing[attribute as keyof typeof missing]))
    .map((attribute) => ({
      account_id: citizen.sub,
      attribute,
      level: hasCard && cardAttributes.includes(attribute) ? ('HIGH' as const) : ('NORMAL' as const),
      confirmed_at: new Date(),
    }));
}
