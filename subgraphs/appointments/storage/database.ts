import type { AppointmentStatus } from '../domain/appointment-status.ts';

export interface OfficeTable {
  id: string;
  name: string;
  /** Area of the authority, AGS. */
  authority: string;
  street: string;
  postal_code: string;
  city: string;
}

export interface OfficeServiceTable {
  office_id: string;
  service_id: string;
  minutes: number;
}

export interface AppointmentTable {
  id: string;
  /** Sector identifier of the citizen. */
  citizen: string;
  office_id: string;
  service_id: string;
  starts_at: Date;
  ends_at: Date;
  status: AppointmentStatus;
  created_at: Date;
}

/** The tables of the schema `appointments`. */
export interface AppointmentsDatabase {
  office: OfficeTable;
  office_service: OfficeServiceTable;
  appointment: AppointmentTable;
}
