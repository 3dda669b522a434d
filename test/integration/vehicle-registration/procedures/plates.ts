import { randomUUID } from 'node:crypto';
import type { Person, RegistrationOffice } from './registration-office.ts';

const mutation = `mutation ($input: ReservePlateInput!) { reservePlate(input: $input) {
  reservation { id plate reason isInUse expiresAt } problems { code message field } } }`;

export interface ReservationPayload {
  reservation: { id: string; plate: string; reason: string; isInUse: boolean; expiresAt: string | null } | null;
  problems: { code: string; message: string; field: string[] | null }[];
}

export async function reserve(
  office: RegistrationOffice,
  caller: Person,
  plate: string,
  { residence = '14713000', idempotencyKey = randomUUID() as string } = {},
): Promise<ReservationPayload> {
  const { data, errors } = await office.ask(caller, mutation, { input: { plate, residence, idempotencyKey } });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.reservePlate;
}

/** The id of a reservation that succeeds. */
export async function requestedPlate(office: RegistrationOffice, caller: Person, plate: string): Promise<string> {
  const { reservation, problems } = await reserve(office, caller, plate);
  if (!reservation) throw new Error(JSON.stringify(problems));
  return reservation.id;
}
