import { setTimeout } from 'node:timers/promises';
import { ask, type Target } from './requests.ts';

/** How many want the same thing at the same time: not so many that it is the machine, which has the whole system to itself, that others wait for. */
export const CROWD = 50;
const TRIES = 50;

interface Payload {
  problems: { code: string }[];
}

/** Asks until there is an answer, with the same key each time, as clients do that are told to come again. */
async function answered<Answer extends Payload>(target: Target, query: string, variables: unknown): Promise<Answer> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { json } = await ask(target, query, { variables });
    const [payload] = Object.values((json?.data ?? {}) as Record<string, Answer | null>);
    if (payload) return payload;
    await setTimeout(100);
  }
  throw new Error(`No answer in ${TRIES} tries.`);
}

const reservePlate = `mutation ($input: ReservePlateInput!) { reservePlate(input: $input) {
  reservation { id } problems { code } } }`;

/** Two citizens, each many times, want one plate. */
export function wantOnePlate(target: Target, plate: string) {
  return Promise.all(
    Array.from({ length: CROWD }, (_, n) => {
      const token = n % 2 === 0 ? target.token : target.otherToken;
      const input = { plate, residence: '14713000', idempotencyKey: `crowd-${n}` };
      return answered<Payload & { reservation: { id: string } | null }>({ ...target, token }, reservePlate, { input });
    }),
  );
}

const openFees = '{ me { vehicles(first: 10) { nodes { openFees { id } } } } }';
const payFee = `mutation ($input: PayFeeInput!) { payFee(input: $input) {
  payment { id } problems { code } } }`;

/** One citizen pays one fee many times, under a few keys. */
export async function payOneFee(target: Target, keys: number) {
  const { json } = await ask(target, openFees);
  const data = json?.data as { me: { vehicles: { nodes: { openFees: { id: string }[] }[] } } } | undefined;
  const [fee] = data?.me.vehicles.nodes.flatMap((vehicle) => vehicle.openFees) ?? [];
  return Promise.all(
    Array.from({ length: CROWD }, (_, n) => {
      const input = { feeId: fee?.id, idempotencyKey: `crowd-${n % keys}` };
      return answered<Payload & { payment: { id: string } | null }>(target, payFee, { input });
    }),
  );
}
