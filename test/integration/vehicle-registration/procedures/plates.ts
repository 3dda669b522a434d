import { randomUUID } from 'node:crypto';
import type { Person, RegistrationOffice } from './registration-office.ts';

const mutation = `mutation ($input: ReservePlateInput!) { reservePlate(input: $input) {
  reservation { id plate reason isInUse expiresAt } problems { code message field } } }`;

export interface ReservationPayload {
  reservation: { id: string; plate: string; reason: string; isInUse: boolean; expiresAt: string | null } | null;
  problems: { code: string; message: string; field: string[] | null }[];
}

/** Asks for a plate; like any client, once more with the same key where the service is busy. */
export async function reserve(
  office: RegistrationOffice,
  caller: Person,
  plate: string,
  { residence = '14713000', idempotencyKey = randomUUID() }: { residence?: string; idempotencyKey?: string } = {},
): Promise<ReservationPayload> {
  for (let tries = 1; ; tries++) {
    const { data, errors } = await office.ask(caller, mutation, { input: { plate, residence, idempotencyKey } });
    if (!errors) return data.reservePlate;
    if (tries === 10 || errors[0]?.extensions?.code !== 'SERVICE_UNAVAILABLE') throw new Error(JSON.stringify(errors));
  }
}

/** The id of a reservation that succeeds. */
export async function requestedPlate(office: RegistrationOffice, caller: Person, plate: string): Promise<string> {
  const { reservation, problems } = await reserve(office, caller, plate);
  if (!reservation) throw new Error(JSON.stringify(problems));
  return reservation.id;
}
