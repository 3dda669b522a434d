import { Ctx, Directive, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { isCaller, requireCitizen, type AssuranceLevel, type CallingCitizen } from '../../kit/caller/caller.ts';
import { GraphQLDate } from '../../kit/schema/scalars.ts';
import type { Reference, RequestContext } from '../../kit/subgraph.ts';
import type { AccountRow, IdentityStore } from '../storage/store.ts';
import { AssuranceLevelEnum } from '../../kit/schema/assurance-level.ts';
import { AttributeAssurance, toAttributeAssurance } from './attribute-assurance.ts';
import { PersonName, toPersonName } from './person-name.ts';
import { Residence, toResidence } from './residence.ts';

const readsProfile = '@requiresScopes(scopes: [["profile:read"]])';
// Threat: a stolen password shows what only the card knows. Rule: such attributes need more than a password.
const needsSubstantial = '@policy(policies: [["assurance:substantial"]])';

@ObjectType({ description: 'How authorities can reach a citizen.' })
export class Contact {
  @Field(() => String, { nullable: true, description: 'Mail address.' })
  mail?: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number, E.164.' })
  phone?: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A citizen with an account (Bürgerkonto): always the caller.' })
export class Citizen {
  @Field(() => ID, { description: 'Handle of this login session; it means nothing beyond it.' })
  id!: string;

  @Field(() => AssuranceLevelEnum, { description: 'Level of assurance of this login.' })
  assurance!: AssuranceLevel;

  @Directive(readsProfile)
  @Field(() => PersonName, { nullable: true, description: 'Name.' })
  name?: PersonName | null;

  @Directive(readsProfile)
  @Directive(needsSubstantial)
  @Field(() => GraphQLDate, { nullable: true, description: 'Day of birth. Needs a login of level SUBSTANTIAL.' })
  dateOfBirth?: string | null;

  @Directive(readsProfile)
  @Directive(needsSubstantial)
  @Field(() => String, { nullable: true, description: 'Place of birth. Needs a login of level SUBSTANTIAL.' })
  placeOfBirth?: string | null;

  @Directive(readsProfile)
  @Directive(needsSubstantial)
  @Field(() => String, {
    nullable: true,
    description: 'Nationality, ISO 3166-1, two letters. Needs a login of level SUBSTANTIAL.',
  })
  nationality?: string | null;

  @Directive(readsProfile)
  @Field(() => Contact, { nullable: true, description: 'How authorities can reach the citizen.' })
  contact?: Contact | null;

  accountId!: string;
}

export function toCitizen(row: AccountRow, { handle, level }: CallingCitizen): Citizen {
  const { mail, phone, nationality, date_of_birth: dateOfBirth, place_of_birth: placeOfBirth } = row;
  const known = { name: toPersonName(row), dateOfBirth, placeOfBirth, nationality, contact: { mail, phone } };
  return { id: handle, accountId: row.id, assurance: level, ...known };
}

/** Only the caller resolves: everybody else is like somebody who does not exist. */
export async function resolveCitizen(
  { id }: Reference,
  { caller, store }: RequestContext<IdentityStore>,
): Promise<Citizen | null> {
  if (!caller.citizen || !isCaller(caller, id)) return null;
  const account = await store.accounts.load(caller.citizen.sub);
  return account && toCitizen(account, caller.citizen);
}

@Resolver(() => Citizen)
export class CitizenResolver {
  @Directive('@authenticated')
  @Query(() => Citizen, {
    nullable: true,
    description: 'The citizen who is logged in; null when the account was deleted.',
  })
  me(@Ctx() context: RequestContext<IdentityStore>): Promise<Citizen | null> {
    const { handle: id } = requireCitizen(context.caller);
    return resolveCitizen({ __typename: 'Citizen', id }, context);
  }

  @Directive(readsProfile)
  @FieldResolver(() => Residence, { nullable: true, description: 'Main residence (Hauptwohnung).' })
  async residence(
    @Root() { accountId }: Citizen,
    @Ctx() { store }: RequestContext<IdentityStore>,
  ): Promise<Residence | null> {
    const main = (await store.residences.load(accountId)).find(({ kind }) => kind === 'MAIN');
    return main ? toResidence(main) : null;
  }

  @Directive(readsProfile)
  @Directive('@listSize(assumedSize: 3)')
  @FieldResolver(() => [Residence], { nullable: true, description: 'All residences, the main one first.' })
  async addresses(
    @Root() { accountId }: Citizen,
    @Ctx() { store }: RequestContext<IdentityStore>,
  ): Promise<Residence[]> {
    return (await store.residences.load(accountId)).map(toResidence);
  }

  @Directive(readsProfile)
  @Directive('@listSize(assumedSize: 10)')
  @FieldResolver(() => [AttributeAssurance], {
    nullable: true,
    description: 'How surely each attribute of the citizen is known.',
  })
  async attributes(
    @Root() { accountId }: Citizen,
    @Ctx() { store }: RequestContext<IdentityStore>,
  ): Promise<AttributeAssurance[]> {
    return (await store.attributeLevels.load(accountId)).map(toAttributeAssurance);
  }
}
