import type { Insertable } from 'kysely';
import { germanDay } from '../../kit/data/calendar.ts';
import { stableId } from '../../kit/data/stable-id.ts';
import type { Text } from '../../kit/data/text.ts';
import { randomFor } from '../../kit/specimen/citizen.ts';
import type { Random } from '../../kit/specimen/random.ts';
import type { SeedCitizen } from '../../kit/subgraph.ts';
import { sumOfCents } from '../domain/cents.ts';
import { feeOn } from '../../kit/fees/fee-schedule.ts';
import { afterEvent, initialState, isFinal, type PaymentEvent, type PaymentState } from '../domain/payment-status.ts';
import type { PaymentHistoryTable, PaymentLineTable, PaymentTable } from './database.ts';

export interface SpecimenPayment {
  payment: Insertable<PaymentTable>;
  lines: Insertable<PaymentLineTable>[];
  history: Insertable<PaymentHistoryTable>[];
}

/** What people pay for at a vehicle registration authority: what it is called, and the lines of the fee schedule. */
const purposes: readonly { text: Text; fees: readonly string[] }[] = [
  { text: { de: 'Außerbetriebsetzung', en: 'De-registration of a vehicle' }, fees: ['224.2'] },
  { text: { de: 'Halterwechsel', en: 'Change of keeper' }, fees: ['221.8.1'] },
  {
    text: { de: 'Halterwechsel mit Wunschkennzeichen', en: 'Change of keeper with a wish plate' },
    fees: ['221.10.1', 'surcharge/wish-plate', '228.2/arms', '228.2/arms'],
  },
  {
    text: { de: 'Reservierung eines Wunschkennzeichens', en: 'Reservation of a wish plate' },
    fees: ['230', 'surcharge/wish-plate'],
  },
  { text: { de: 'Wiederzulassung', en: 'Re-registration of a vehicle' }, fees: ['221.1.1', '228.1', '228.3'] },
  { text: { de: 'Adressänderung', en: 'Change of address' }, fees: ['225.1'] },
  { text: { de: 'Auskunft aus dem Fahrzeugregister', en: 'Information from the vehicle register' }, fees: ['226.3'] },
];

/** How payments go, most of them well. */
const courses: readonly (readonly PaymentEvent[])[] = [
  ...Array.from({ length: 25 }, () => ['START', 'SUBMIT', 'SUCCEED'] as const),
  ['START', 'SUBMIT', 'AUTHORISE', 'SUCCEED'],
  ['START', 'SUBMIT', 'DECLINE'],
  ['START', 'EXPIRE'],
  ['START', 'CANCEL_BY_CITIZEN'],
  ['CANCEL_BY_AGENCY'],
  ['START', 'SUBMIT', 'BREAK_DOWN'],
];

/** Courses of payments that somebody is about to make. */
const begun: readonly (readonly PaymentEvent[])[] = [[], ['START'], ['START', 'SUBMIT']];

const minuteMs = 60_000;

/** Between one and five payments in the last two years; sometimes one that has just begun. */
export function specimenPayments(citizen: SeedCitizen): SpecimenPayment[] {
  const random = randomFor(citizen, 'payments');
  const past = Array.from({ length: random.between(1, 5) }, (_, n) =>
    specimenPayment(citizen, n, random, random.pick(courses), random.between(2 * 60 * 24, 2 * 365 * 60 * 24)),
  );
  if (!random.chance(0.25)) return past;
  return [...past, specimenPayment(citizen, past.length, random, random.pick(begun), random.between(10, 60))];
}

function specimenPayment(
  citizen: SeedCitizen,
  n: number,
  random: Random,
  course: readonly PaymentEvent[],
  minutesAgo: number,
): SpecimenPayment {
  const id = stableId('specimen-payment', `${citizen.key}:${n}`);
  const createdAt = new Date(Date.now() - minutesAgo * minuteMs);
  const { text, fees } = random.pick(purposes);
  const lines = fees.map((key) => feeOn(key, germanDay(createdAt)));
  const states = follow(course, createdAt);
  const last = states.at(-1) ?? { state: initialState, at: createdAt };
  return {
    payment: {
      id,
      citizen: citizen.sub,
      authority: citizen.place.vehicleAuthority,
      purpose_de: text.de,
      purpose_en: text.en,
      amount_cents: sumOfCents(lines.map(({ cents }) => cents)),
      status: last.state.status,
      failure_reason: last.state.failureReason,
      created_at: createdAt,
      paid_at: last.state.status === 'SUCCESS' ? last.at : null,
    },
    lines: lines.map((line, index) => ({
      payment_id: id,
      position: index + 1,
      number: line.number,
      text_de: line.text.de,
      text_en: line.text.en,
      amount_cents: line.cents,
    })),
    history: states.map(({ state, at }, index) => ({
      payment_id: id,
      position: index + 1,
      status: state.status,
      at,
    })),
  };
}

/** The states of a payment along its course, a minute or two apart; one that expires does so after an hour and a half. */
function follow(course: readonly PaymentEvent[], createdAt: Date): { state: PaymentState; at: Date }[] {
  const states = [{ state: initialState, at: createdAt }];
  for (const event of course) {
    const last = states.at(-1);
    const state = last && afterEvent(last.state, event);
    if (!last || !state)
      throw new Error(`A specimen payment cannot ${event} after ${last?.state.status ?? 'nothing'}.`);
    const minutes = event === 'EXPIRE' ? 90 : isFinal(state.status) ? 1 : 2;
    states.push({ state, at: new Date(last.at.getTime() + minutes * minuteMs) });
  }
  return states;
}
