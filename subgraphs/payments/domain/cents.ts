/** The most that one payment can be, in cents: what payment providers take (XBezahldienste: 999,999.00 EUR). */
export const largestAmount = 99_999_900;

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
