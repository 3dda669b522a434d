import { isValidOn, type Validity } from '../../kit/data/calendar.ts';

/** Times that a payment lives by. */
export interface PaymentClocks extends Validity {
  /** After so many minutes a payment that nobody finished expires. */
  expiryMinutes: number;
  /** So many hours an idempotency key is remembered. */
  keyHours: number;
}

/** The clocks by time: as GOV.UK Pay has them. */
export const paymentClocks: readonly PaymentClocks[] = [
  { validFrom: '2020-01-01', validTo: null, expiryMinutes: 90, keyHours: 24 },
];

/**
 * The clocks on a day, YYYY-MM-DD.
 * @throws RangeError where there are none
 */
export function clocksOn(day: string, clocks: readonly PaymentClocks[] = paymentClocks): PaymentClocks {
  const found = clocks.find((each) => isValidOn(each, day));
  if (!found) throw new RangeError(`There are no times for payments on ${day}.`);
  return found;
}

/** When to ask the provider again after so many times without news, milliseconds: often at first, then every five minutes. */
export function nextAskAfter(asked: number): number {
  return Math.min(300_000, 5_000 * 2 ** Math.min(asked, 10));
}
