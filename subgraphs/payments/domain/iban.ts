import { electronicFormatIBAN, isSEPACountry, isValidIBAN } from 'ibantools';
import type { PaymentProblemCode } from './payment-problem.ts';

/** An IBAN as computers write it, without spaces, or why it is none. */
export function readIban(typed: string): { iban: string } | { problem: PaymentProblemCode } {
  const iban = electronicFormatIBAN(typed) ?? '';
  if (!isValidIBAN(iban)) return { problem: 'IBAN_INVALID' };
  if (!isSEPACountry(iban.slice(0, 2))) return { problem: 'IBAN_NOT_SEPA' };
  return { iban };
}

/** What is shown of an IBAN: country, check digits and the last four signs. `DE89 •••• 3000` */
export function maskIban(iban: string): string {
  return `${iban.slice(0, 4)} •••• ${iban.slice(-4)}`;
}
