import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { GraphQLDate } from '../../kit/schema/scalars.ts';
import type { ResidenceRow } from '../storage/store.ts';

export const ResidenceKindEnum = { MAIN: 'MAIN', SECONDARY: 'SECONDARY' } as const;
registerEnumType(ResidenceKindEnum, {
  name: 'ResidenceKind',
  description: 'Which kind of residence it is (BMG § 21).',
  valuesConfig: {
    MAIN: { description: 'Main residence (Hauptwohnung): everybody has one.' },
    SECONDARY: { description: 'Secondary residence (Nebenwohnung): there may be any number.' },
  },
});

/** The directory's entity; here only the key that names its area. */
@Directive('@key(fields: "ags", resolvable: false)')
@ObjectType({ description: 'An authority; the directory describes it.' })
export class Authority {
  @Field(() => String, { description: 'Area: AGS of a state (2 digits), a district (5) or a municipality (8).' })
  ags!: string;
}

@ObjectType({ description: 'A postal address in Germany.' })
export class PostalAddress {
  @Field(() => String, { description: 'Street without the house number.' })
  street!: string;

  @Field(() => String, { description: 'House number with its addition, for example `12a`.' })
  houseNumber!: string;

  @Field(() => String, { description: 'Postal code, 5 digits.' })
  postalCode!: string;

  @Field(() => String, { description: 'Town.' })
  city!: string;
}

@ObjectType({ description: 'A place where a citizen is registered as living (Wohnung, BMG).' })
export class Residence {
  @Field(() => ResidenceKindEnum, { description: 'Main or secondary residence.' })
  kind!: keyof typeof ResidenceKindEnum;

  @Field(() => PostalAddress, { description: 'Where it is.' })
  address!: PostalAddress;

  @Field(() => String, { description: 'Municipality, AGS of 8 digits.' })
  ags!: string;

  @Field(() => GraphQLDate, { description: 'The day of moving in (Einzugsdatum).' })
  movedInOn!: string;

  @Field(() => Authority, { nullable: true, description: 'The municipality that registers residents there.' })
  authority?: Authority | null;
}

export function toResidence({ kind, ags, moved_in_on: movedInOn, ...row }: ResidenceRow): Residence {
  const { street, house_number: houseNumber, postal_code: postalCode, city } = row;
  return { kind, ags, movedInOn, address: { street, houseNumber, postalCode, city }, authority: { ags } };
}
