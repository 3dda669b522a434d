/** A SEPA credit transfer that somebody else fills in by scanning. */
export interface Transfer {
  payee: string;
  iban: string;
  bic?: string | undefined;
  cents: number;
  /** Creditor reference (ISO 11649, `RF…`). */
  reference: string;
}

const mostBytes = 331;
const mostCents = 99_999_999_999;

/**
 * The text of a QR code that starts a SEPA credit transfer (European Payments Council, EPC069-12, version 002, UTF-8).
 * @throws RangeError where the transfer cannot be written in it
 */
export function epcCode({ payee, iban, bic, cents, reference }: Transfer): string {
  if (!Number.isSafeInteger(cents) || cents < 1 || cents > mostCents)
    throw new RangeError(`A transfer is 1 to ${mostCents} cents, but got ${cents}.`);
  const name = payee.replaceAll(/\s+/g, ' ').trim().slice(0, 70);
  const amount = `EUR${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  const code = ['BCD', '002', '1', 'SCT', bic ?? '', name, iban, amount, '', reference].join('\n');
  if (Buffer.byteLength(code) > mostBytes)
    throw new RangeError(
      `The code of a transfer is ${mostBytes} bytes at most, this one would be ${Buffer.byteLength(code)}.`,
    );
  return code;
}

/** Remainder of a number of any length, letters counting A = 10 … Z = 35 (ISO 7064). */
function mod97(text: string): number {
  let remainder = 0;
  for (const sign of text)
    for (const digit of String(Number.parseInt(sign, 36))) remainder = (remainder * 10 + Number(digit)) % 97;
  return remainder;
}

/**
 * A creditor reference (ISO 11649) around up to 21 letters and digits: by it the authority finds whose transfer it is.
 * @throws RangeError for anything else
 */
export function creditorReference(body: string): string {
  if (!/^[0-9A-Z]{1,21}$/.test(body))
    throw new RangeError(`A creditor reference is made of 1 to 21 letters and digits, but got ${body}.`);
  const check = 98 - mod97(`${body}RF00`);
  return `RF${String(check).padStart(2, '0')}${body}`;
}

/** Whether a creditor reference has the check digits that it should. */
export function isCreditorReference(reference: string): boolean {
  return /^RF\d{2}[0-9A-Z]{1,21}$/.test(reference) && mod97(reference.slice(4) + reference.slice(0, 4)) === 1;
}
