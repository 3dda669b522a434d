/** Where an appointment stands (after ZMS): free slots are not appointments yet. */
export const appointmentStatuses = [
  'RESERVED',
  'CONFIRMED',
  'CHECKED_IN',
  'CALLED',
  'IN_PROGRESS',
  'FINISHED',
  'MISSED',
  'CANCELLED',
] as const;
export type AppointmentStatus = (typeof appointmentStatuses)[number];
