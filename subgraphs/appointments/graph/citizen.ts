import {
  Arg,
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  ObjectType,
  Resolver,
  registerEnumType,
} from 'type-graphql';
import { isCaller, requireCitizen } from '../../kit/caller/caller.ts';
import { listSize, PageArguments, toConnection, type ConnectionValue } from '../../kit/schema/connection.ts';
import type { Reference, RequestContext } from '../../kit/subgraph.ts';
import type { AppointmentStatus } from '../domain/appointment-status.ts';
import type { AppointmentFilter, AppointmentOrder, AppointmentsStore } from '../storage/store.ts';
import { Appointment, AppointmentConnection, AppointmentStatusEnum, toAppointment } from './appointment.ts';

export const AppointmentOrderEnum = { STARTS_AT_ASC: 'STARTS_AT_ASC', STARTS_AT_DESC: 'STARTS_AT_DESC' } as const;
registerEnumType(AppointmentOrderEnum, {
  name: 'AppointmentOrder',
  description: 'Order of a list of appointments.',
  valuesConfig: { STARTS_AT_ASC: { description: 'Earliest first.' }, STARTS_AT_DESC: { description: 'Latest first.' } },
});

@InputType('AppointmentFilter', { description: 'Which appointments are wanted; conditions combine.' })
export class AppointmentFilterInput implements AppointmentFilter {
  @Field(() => [AppointmentStatusEnum], { nullable: true, description: 'Only with one of these statuses.' })
  statuses?: AppointmentStatus[];

  @Field(() => Date, { nullable: true, description: 'Only those that start at this moment or later.' })
  startsFrom?: Date;

  @Field(() => Date, { nullable: true, description: 'Only those that start before this moment.' })
  startsBefore?: Date;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A citizen, here with their appointments.' })
export class Citizen {
  @Field(() => ID, { description: 'Handle of this login session; it means nothing beyond it.' })
  id!: string;
}

/** Only the caller resolves: everybody else is like somebody who does not exist. */
export function resolveCitizen({ id }: Reference, { caller }: RequestContext<AppointmentsStore>): Citizen | null {
  return isCaller(caller, id) ? { id: String(id) } : null;
}

@Resolver(() => Citizen)
export class CitizenResolver {
  @Directive('@requiresScopes(scopes: [["appointments:read"]])')
  @Directive(listSize)
  @FieldResolver(() => AppointmentConnection, {
    nullable: true,
    description: "The citizen's appointments, past and future.",
  })
  async appointments(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { caller, store }: RequestContext<AppointmentsStore>,
    @Arg('filter', () => AppointmentFilterInput, { nullable: true, description: 'Which are wanted; all by default.' })
    filter?: AppointmentFilterInput,
    @Arg('orderBy', () => AppointmentOrderEnum, {
      defaultValue: 'STARTS_AT_DESC',
      description: 'Order of the list; latest first by default.',
    })
    orderBy: AppointmentOrder = 'STARTS_AT_DESC',
  ): Promise<ConnectionValue<Appointment>> {
    const { sub } = requireCitizen(caller);
    return toConnection(await store.listAppointments(sub, page, filter ?? {}, orderBy), toAppointment);
  }
}
