import type { Migrations } from '../../../../platform/database/migrate.ts';
import * as officesAndAppointments from './001-offices-and-appointments.ts';

export const migrations: Migrations = {
  '001-offices-and-appointments': officesAndAppointments,
};
