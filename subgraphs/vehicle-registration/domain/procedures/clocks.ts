import { isValidOn, type Validity } from '../../../kit/data/calendar.ts';

/** The times that run in a procedure, and how long they are. */
export interface Clocks extends Validity {
  /** Input that nobody goes on with is deleted. */
  abandonMinutes: number;
  /** How long a procedure waits for its fee. */
  paymentDays: number;
  /** How long one fee demand can be used. */
  demandMinutes: number;
  /** An automatic decision can be fetched for so long; then it goes by post. */
  retrieveMinutes: number;
  /** A letter counts as delivered on this day after posting. */
  deliveryDays: number;
  /** With the plate kept, the decision serves as papers for so long. */
  papersDays: number;
  /** An automatic decision stays under review. */
  reviewMonths: number;
  /** The protocol of a procedure that is over is deleted. */
  protocolMonths: number;
  /** A plate is reserved for so long, and a citizen can reserve so many. */
  reservationDays: number;
  mostReservations: number;
  /** The plate of a de-registered vehicle stays its keeper's. */
  keptPlateMonths: number;
  /** Wrong codes may be corrected so often in a procedure. */
  mostCorrections: number;
  /** How often a citizen may give wrong codes in 24 hours, in all procedures together. */
  mostWrongCodesADay: number;
}

/** By time: i-Kfz under the FZV of 2011. What the law does not say is set here by the operator: payment, demand, wrong codes a day. */
export const procedureClocks: readonly Clocks[] = [
  {
    validFrom: '2019-10-01',
    validTo: null,
    abandonMinutes: 30,
    paymentDays: 14,
    demandMinutes: 60,
    retrieveMinutes: 30,
    deliveryDays: 3,
    papersDays: 10,
    reviewMonths: 1,
    protocolMonths: 6,
    reservationDays: 90,
    mostReservations: 2,
    keptPlateMonths: 12,
    mostCorrections: 3,
    mostWrongCodesADay: 20,
  },
];

/**
 * The times that hold on a day, YYYY-MM-DD.
 * @throws RangeError before the first of them
 */
export function clocksOn(day: string, clocks: readonly Clocks[] = procedureClocks): Clocks {
  const found = clocks.find((each) => isValidOn(each, day));
  if (!found)
    throw new RangeError(`No times are set for procedures on ${day}; the first are from ${clocks[0]?.validFrom}.`);
  return found;
}
