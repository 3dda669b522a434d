import type { Subgraph } from '../kit/subgraph.ts';
import { Appointment, AppointmentResolver, resolveAppointment } from './graph/appointment.ts';
import { Citizen, CitizenResolver, resolveCitizen } from './graph/citizen.ts';
import { Office, OfficeResolver, resolveOffice } from './graph/office.ts';
import type { AppointmentsDatabase } from './storage/database.ts';
import { migrations } from './storage/migrations/index.ts';
import { writeOffices } from './storage/offices.ts';
import { writeSpecimenAppointments } from './storage/specimen-appointments.ts';
import { openAppointmentsStore, type AppointmentsStore } from './storage/store.ts';

/** Appointments at the offices of the authorities. */
export const appointments: Subgraph<AppointmentsDatabase, AppointmentsStore> = {
  name: 'appointments',
  resolvers: [AppointmentResolver, CitizenResolver, OfficeResolver],
  entities: [Appointment, Citizen, Office],
  references: { Appointment: resolveAppointment, Citizen: resolveCitizen, Office: resolveOffice },
  migrations,
  openStore: openAppointmentsStore,
  prepare: writeOffices,
  seed: writeSpecimenAppointments,
};
