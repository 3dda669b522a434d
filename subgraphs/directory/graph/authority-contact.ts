import { Directive, Field, ObjectType } from 'type-graphql';
import { publicAsParent } from '../../kit/schema/cache-control.ts';
import type { AuthorityRow } from '../storage/authorities.ts';

@Directive(publicAsParent)
@ObjectType({ description: 'Where an authority has its seat; parts that the directory does not know are null.' })
export class AuthorityAddress {
  @Field(() => String, { nullable: true, description: 'Street and house number, or post office box.' })
  street?: string | null;

  @Field(() => String, { nullable: true, description: 'Postal code, 5 digits.' })
  postalCode?: string | null;

  @Field(() => String, { nullable: true, description: 'Town.' })
  city?: string | null;
}

@Directive(publicAsParent)
@ObjectType({ description: 'How to reach an authority; parts that the directory does not know are null.' })
export class AuthorityContact {
  @Field(() => String, {
    nullable: true,
    description:
      'Whose address it is, where that is another name: small municipalities are administered by an association (Amt, Verwaltungsgemeinschaft).',
  })
  office?: string | null;

  @Field(() => AuthorityAddress, { nullable: true, description: 'Where it has its seat.' })
  address?: AuthorityAddress | null;

  @Field(() => String, { nullable: true, description: 'Telephone number, E.164: +493411230.' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Mail address.' })
  mail?: string | null;

  @Field(() => String, { nullable: true, description: 'Web site, an https URL.' })
  website?: string | null;
}

export function toContact(row: AuthorityRow): AuthorityContact {
  const { office, street, city, phone, mail, website, postal_code: postalCode } = row;
  const address = street || city ? { street, postalCode, city } : null;
  return { office, address, phone, mail, website };
}
