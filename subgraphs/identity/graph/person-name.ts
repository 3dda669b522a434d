import { Directive, Field, ObjectType } from 'type-graphql';
import { fullName } from '../domain/person-name.ts';
import type { AccountRow } from '../storage/store.ts';

@ObjectType({ description: "A person's name as it stands in the identity card." })
export class PersonName {
  @Field(() => String, { description: 'Title, given names and family name in one, for example `Dr. Jürgen Exempel`.' })
  full!: string;

  @Field(() => String, { description: 'All given names (Vornamen), separated by spaces.' })
  givenNames!: string;

  @Field(() => String, { description: 'Family name (Familienname).' })
  familyName!: string;

  @Directive('@policy(policies: [["assurance:substantial"]])')
  @Field(() => String, {
    nullable: true,
    description: 'Name at birth (Geburtsname), where it is another one. Needs a login of level SUBSTANTIAL.',
  })
  birthName?: string | null;

  @Field(() => String, { nullable: true, description: 'Doctoral degree (Doktorgrad), for example `Dr.`.' })
  title?: string | null;
}

export function toPersonName(row: AccountRow): PersonName {
  const { title, given_names: givenNames, family_name: familyName, birth_name: birthName } = row;
  return { full: fullName({ title, givenNames, familyName }), givenNames, familyName, birthName, title };
}
