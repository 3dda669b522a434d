import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import { attributes, type Attribute } from '../domain/attribute.ts';
import type { AttributeLevelRow } from '../storage/store.ts';
import { AssuranceLevelEnum } from '../../kit/schema/assurance-level.ts';

export const CitizenAttributeEnum = Object.fromEntries(attributes.map((attribute) => [attribute, attribute]));
registerEnumType(CitizenAttributeEnum, {
  name: 'CitizenAttribute',
  description: 'Something that the account says about its owner.',
  valuesConfig: {
    FAMILY_NAME: { description: 'Family name.' },
    GIVEN_NAMES: { description: 'Given names.' },
    BIRTH_NAME: { description: 'Name at birth.' },
    TITLE: { description: 'Doctoral degree.' },
    DATE_OF_BIRTH: { description: 'Day of birth.' },
    PLACE_OF_BIRTH: { description: 'Place of birth.' },
    NATIONALITY: { description: 'Nationality.' },
    ADDRESS: { description: 'Main residence.' },
    MAIL: { description: 'Mail address.' },
    PHONE: { description: 'Telephone number.' },
  },
});

@ObjectType({ description: 'How surely one attribute of a citizen is known.' })
export class AttributeAssurance {
  @Field(() => CitizenAttributeEnum, { description: 'Which attribute.' })
  attribute!: Attribute;

  @Field(() => AssuranceLevelEnum, {
    description: 'How surely it is known: HIGH from a card, NORMAL when somebody typed it.',
  })
  level!: AssuranceLevel;

  @Field(() => Date, { description: 'When it was last confirmed.' })
  confirmedAt!: Date;
}

export function toAttributeAssurance({
  attribute,
  level,
  confirmed_at: confirmedAt,
}: AttributeLevelRow): AttributeAssurance {
  return { attribute, level, confirmedAt };
}
