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
