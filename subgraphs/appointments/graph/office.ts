import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { publicAsParent, publicFor } from '../../kit/schema/cache-control.ts';
import type { Reference, RequestContext } from '../../kit/subgraph.ts';
import type { AppointmentsStore, OfficeRow } from '../storage/store.ts';
import { Authority, Service } from './directory.ts';

/** Seconds that the gateway may keep what offices say of themselves. */
const FIVE_MINUTES = 300;

@Directive(publicAsParent)
@ObjectType({ description: 'Where an office is.' })
export class OfficeAddress {
  @Field(() => String, { description: 'Street and house number.' })
  street!: string;

  @Field(() => String, { description: 'Postal code, 5 digits.' })
  postalCode!: string;

  @Field(() => String, { description: 'Town.' })
  city!: string;
}

@Directive(publicAsParent)
@ObjectType({ description: 'A service that an office offers, with the time it takes.' })
export class OfferedService {
  @Directive(publicAsParent)
  @Field(() => Service, { nullable: true, description: 'The service, as the directory describes it.' })
  service?: Service | null;

  @Field(() => Int, { description: 'Length of an appointment for it, in minutes.' })
  minutes!: number;
}

@Directive('@key(fields: "id")')
@Directive(publicFor(FIVE_MINUTES))
@ObjectType({ description: 'An office of an authority that people can go to.' })
export class Office {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => String, { description: 'Name as it stands at the door.' })
  name!: string;

  @Field(() => OfficeAddress, { description: 'Where it is.' })
  address!: OfficeAddress;

  @Field(() => Authority, { nullable: true, description: 'The authority it belongs to.' })
  authority?: Authority | null;
}

export function toOffice({ id, name, authority, street, city, postal_code: postalCode }: OfficeRow): Office {
  return { id, name, address: { street, postalCode, city }, authority: { ags: authority } };
}

/** Offices are public. */
export async function resolveOffice(
  { id }: Reference,
  { store }: RequestContext<AppointmentsStore>,
): Promise<Office | null> {
  const office = await store.offices.load(String(id));
  return office && toOffice(office);
}

@Resolver(() => Office)
export class OfficeResolver {
  @FieldResolver(() => [OfferedService], { description: 'What people can come for, with the time it takes.' })
  async services(
    @Root() office: Office,
    @Ctx() { store }: RequestContext<AppointmentsStore>,
  ): Promise<OfferedService[]> {
    const services = await store.officeServices.load(office.id);
    return services.map(({ service_id: id, minutes }) => ({ service: { id }, minutes }));
  }

  @Directive(publicFor(FIVE_MINUTES))
  @Query(() => Office, { nullable: true, description: 'An office; null when there is none with this id. Public.' })
  office(
    @Arg('id', () => ID, { description: 'Identifier of the office.' }) id: string,
    @Ctx() context: RequestContext<AppointmentsStore>,
  ): Promise<Office | null> {
    return resolveOffice({ __typename: 'Office', id }, context);
  }
}
