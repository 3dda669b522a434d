import type { Text } from '../../kit/data/text.ts';

export type VinProblemCode = 'VIN_LENGTH' | 'VIN_CHARACTERS';

/** Signs of a typing mistake that a vehicle may carry all the same. */
export type VinWarningCode = 'VIN_CHECK_DIGIT';

export interface VinFinding<Code extends string> {
  code: Code;
  text: Text;
}

export type VinResult =
  | { outcome: 'VIN'; vin: string; warnings: VinFinding<VinWarningCode>[] }
  | { outcome: 'REFUSED'; problems: VinFinding<VinProblemCode>[] };

const tooShortOrLong: VinFinding<VinProblemCode> = {
  code: 'VIN_LENGTH',
  text: {
    de: 'Die Fahrzeug-Identifizierungsnummer hat genau 17 Zeichen (Feld E der Zulassungsbescheinigung).',
    en: 'The vehicle identification number has exactly 17 characters (field E of the registration certificate).',
  },
};

const wrongCharacters: VinFinding<VinProblemCode> = {
  code: 'VIN_CHARACTERS',
  text: {
    de: 'Die Fahrzeug-Identifizierungsnummer besteht aus Ziffern und Buchstaben ohne I, O und Q.',
    en: 'The vehicle identification number consists of digits and letters other than I, O and Q.',
  },
};

const checkDigit: VinFinding<VinWarningCode> = {
  code: 'VIN_CHECK_DIGIT',
  text: {
    de: 'Die Prüfziffer passt nicht. Das ist bei europäischen Fahrzeugen üblich; vergleichen Sie die Nummer noch einmal.',
    en: 'The check digit does not match. That is usual for European vehicles; compare the number once more.',
  },
};

/**
 * Checks a vehicle identification number (ISO 3779). The check digit in ninth place exists in North America only:
 * a wrong one warns and never refuses.
 */
export function checkVin(text: string): VinResult {
  const vin = text.replaceAll(/\s/g, '').toUpperCase();
  const problems = [
    ...(vin.length === 17 ? [] : [tooShortOrLong]),
    ...(/^[A-HJ-NPR-Z0-9]*$/.test(vin) ? [] : [wrongCharacters]),
  ];
  if (problems.length > 0) return { outcome: 'REFUSED', problems };
  return { outcome: 'VIN', vin, warnings: vin[8] === expectedCheckDigit(vin) ? [] : [checkDigit] };
}

/** Values of the letters A to Z and weights of the places in 49 CFR § 565.15. */
const letterValues = '12345678012345070923456789';
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

function expectedCheckDigit(vin: string): string {
  const sum = weights.reduce((total, weight, place) => total + weight * valueOf(vin.charAt(place)), 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

function valueOf(character: string): number {
  return Number(/\d/.test(character) ? character : letterValues[character.charCodeAt(0) - 65]);
}
