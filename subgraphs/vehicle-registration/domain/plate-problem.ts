import type { Text } from '../../kit/data/text.ts';

/** Why something is no plate. */
export const plateProblemCodes = [
  'UNREADABLE',
  'DISTRICT_MALFORMED',
  'DISTRICT_UNKNOWN',
  'LETTERS_MALFORMED',
  'NUMBER_MALFORMED',
  'NUMBER_LEADING_ZERO',
  'SUFFIX_UNKNOWN',
  'SEASON_MALFORMED',
  'TOO_LONG',
] as const;
export type PlateProblemCode = (typeof plateProblemCodes)[number];

export interface PlateProblem {
  code: PlateProblemCode;
  /** What was expected and what to do. */
  text: Text;
}

const texts: Record<PlateProblemCode, Text> = {
  UNREADABLE: {
    de: 'Das ist kein Kennzeichen. Geben Sie es so ein: L AB 1234.',
    en: 'This is not a number plate. Enter it like this: L AB 1234.',
  },
  DISTRICT_MALFORMED: {
    de: 'Das Unterscheidungszeichen hat ein bis drei Buchstaben, zum Beispiel L, DD oder ROW.',
    en: 'The district code has one to three letters, for example L, DD or ROW.',
  },
  DISTRICT_UNKNOWN: {
    de: 'Dieses Unterscheidungszeichen gibt es nicht. Prüfen Sie die Buchstaben vor der Plakette.',
    en: 'There is no such district code. Check the letters in front of the seal.',
  },
  LETTERS_MALFORMED: {
    de: 'Nach dem Unterscheidungszeichen stehen ein oder zwei Buchstaben ohne Umlaut.',
    en: 'After the district code come one or two letters without umlauts.',
  },
  NUMBER_MALFORMED: {
    de: 'Die Zahl liegt zwischen 1 und 9999.',
    en: 'The number lies between 1 and 9999.',
  },
  NUMBER_LEADING_ZERO: {
    de: 'Die Zahl beginnt nicht mit einer Null.',
    en: 'The number does not start with a zero.',
  },
  SUFFIX_UNKNOWN: {
    de: 'Nach der Zahl steht nichts, E (elektrisch) oder H (historisch).',
    en: 'After the number comes nothing, E (electric) or H (historic).',
  },
  SEASON_MALFORMED: {
    de: 'Ein Saisonkennzeichen gilt zwei bis elf ganze Monate, von 1 (Januar) bis 12 (Dezember).',
    en: 'A seasonal plate is valid for two to eleven whole months, from 1 (January) to 12 (December).',
  },
  TOO_LONG: {
    de: 'Ein Kennzeichen hat höchstens acht Zeichen, vor E oder H höchstens sieben.',
    en: 'A plate has eight characters at most, seven at most before E or H.',
  },
};

export function plateProblem(code: PlateProblemCode): PlateProblem {
  return { code, text: texts[code] };
}
