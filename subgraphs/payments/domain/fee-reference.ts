import { creditorReference, isCreditorReference } from './epc-code.ts';

/** So many hexadecimal digits of a fee's id stand in its reference, 80 bits: enough that no two are the same, and short enough for a reference. */
const digits = 20;

/** The creditor reference of a fee (ISO 11649, `RF…`): by it a transfer is known to be that of the fee. @param id a UUID */
export const referenceOfFee = (id: string) =>
  creditorReference(
    BigInt(`0x${id.replaceAll('-', '').slice(-digits)}`)
      .toString(36)
      .toUpperCase(),
  );

/** The end of the id of the fee that a reference names, in hexadecimal digits; null for what is not such a reference. */
export function feeIdEnding(reference: string): string | null {
  const text = reference.replaceAll(/\s/g, '').toUpperCase();
  if (!isCreditorReference(text)) return null;
  let value = 0n;
  for (const sign of text.slice(4)) value = value * 36n + BigInt(Number.parseInt(sign, 36));
  const ending = value.toString(16).padStart(digits, '0');
  return ending.length === digits ? ending : null;
}
