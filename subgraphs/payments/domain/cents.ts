/** The most that one payment can be, in cents: what payment providers take (XBezahldienste: 999,999.00 EUR). */
export const largestAmount = 99_999_900;

/**
 * Cents of an amount in euros as a schedule prints it, `27.90`; read digit by digit, so that no float rounds it.
 * @throws RangeError for anything but digits, a point and two digits
 */
export function centsOf(euros: string): number {
  const [, whole = '', fraction = ''] = /^(\d{1,6})\.(\d{2})$/.exec(euros) ?? [];
  if (!whole)
    throw new RangeError(
      `An amount is written as euros, a point and two digits, for example 27.90, but got: ${JSON.stringify(euros)}.`,
    );
  return Number(whole) * 100 + Number(fraction);
}

/**
 * The sum of amounts in cents.
 * @throws RangeError where an amount is no whole number of cents from 0, or the sum is more than one payment can be
 */
export function sumOfCents(amounts: readonly number[]): number {
  const sum = amounts.reduce((total, amount) => total + checked(amount), 0);
  if (sum > largestAmount)
    throw new RangeError(`A payment is ${largestAmount} cents at most, but these amounts are ${sum} together.`);
  return sum;
}

function checked(cents: number): number {
  if (Number.isSafeInteger(cents) && cents >= 0) return cents;
  throw new RangeError(`An amount is a whole number of cents, 0 or more, but got: ${cents}.`);
}
