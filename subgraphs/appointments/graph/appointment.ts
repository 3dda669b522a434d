import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import type { Reference, RequestContext } from '../../kit/subgraph.ts';
import { appointmentStatuses, type AppointmentStatus } from '../domain/appointment-status.ts';
import type { AppointmentRow, AppointmentsStore } from '../storage/store.ts';
import { Service } from './directory.ts';
import { Office, toOffice } from './office.ts';

export const AppointmentStatusEnum = Object.fromEntries(appointmentStatuses.map((status) => [status, status]));
registerEnumType(AppointmentStatusEnum, {
  name: 'AppointmentStatus',
  description: 'Where an appointment stands.',
  valuesConfig: {
    RESERVED: { description: 'Held for a few minutes until it is confirmed.' },
    CONFIRMED: { description: 'Booked.' },
    CHECKED_IN: { description: 'The citizen has arrived.' },
    CALLED: { description: 'The citizen has been called to a counter.' },
    IN_PROGRESS: { description: 'The citizen is at the counter.' },
    FINISHED: { description: 'It took place.' },
    MISSED: { description: 'Nobody came.' },
    CANCELLED: { description: 'It was cancelled.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({ description: 'An appointment of a citizen at an office (Termin).' })
export class Appointment {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => Date, { description: 'When it starts.' })
  startsAt!: Date;

  @Field(() => Date, { description: 'When it ends.' })
  endsAt!: Date;

  @Field(() => AppointmentStatusEnum, { description: 'Where it stands.' })
  status!: AppointmentStatus;

  @Field(() => Service, { nullable: true, description: 'What it is for.' })
  service?: Service | null;

  officeId!: string;
}

export function toAppointment(row: AppointmentRow): Appointment {
  const { id, status } = row;
  return {
    id,
    status,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    service: { id: row.service_id },
    officeId: row.office_id,
  };
}

/** An appointment of the caller; anybody else's is like one that does not exist. */
export async function resolveAppointment(
  { id }: Reference,
  { store }: RequestContext<AppointmentsStore>,
): Promise<Appointment | null> {
  const row = await store.appointments.load(String(id));
  return row && toAppointment(row);
}

@Resolver(() => Appointment)
export class AppointmentResolver {
  @FieldResolver(() => Office, { nullable: true, description: 'Where it takes place.' })
  async office(
    @Root() appointment: Appointment,
    @Ctx() { store }: RequestContext<AppointmentsStore>,
  ): Promise<Office | null> {
    const office = await store.offices.load(appointment.officeId);
    return office && toOffice(office);
  }

  @Directive('@requiresScopes(scopes: [["appointments:read"]])')
  @Query(() => Appointment, {
    nullable: true,
    description: 'An appointment of the caller; null when there is none of theirs with this id.',
  })
  appointment(
    @Arg('id', () => ID, { description: 'Identifier of the appointment.' }) id: string,
    @Ctx() context: RequestContext<AppointmentsStore>,
  ): Promise<Appointment | null> {
    return resolveAppointment({ __typename: 'Appointment', id }, context);
  }
}

export const AppointmentConnection = connectionOf(() => Appointment, 'Appointment');
