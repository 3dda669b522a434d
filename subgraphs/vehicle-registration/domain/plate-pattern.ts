import { canonicalLetters } from './check-plate.ts';
import type { Plate } from './plate.ts';

/** A plate with places left open: `L AB ?1??`. */
export interface PlatePattern {
  district: string;
  /** One or two letters; `?` is any. */
  letters: string;
  /** One to four digits; `?` is any. */
  digits: string;
}

const form = /^(?<district>[A-ZÄÖÜ]{1,3})[\s:·-]+(?<letters>[A-Z?]{1,2})[\s:·-]+(?<digits>[0-9?]{1,4})$/;

/** Reads a pattern; null for what is none. The parts are separated, since `?` could belong to either. */
export function readPattern(text: string): PlatePattern | null {
  if (text.length > 40) return null;
  const { district, letters, digits } = form.exec(canonicalLetters(text))?.groups ?? {};
  if (!district || !letters || !digits || digits.startsWith('0')) return null;
  return district.length + letters.length + digits.length > 8 ? null : { district, letters, digits };
}

const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** All letters that fit, in alphabetical order. */
export function lettersOf({ letters }: PlatePattern): string[] {
  return [...letters]
    .map((letter) => (letter === '?' ? alphabet : [letter]))
    .reduce<string[]>((starts, next) => starts.flatMap((start) => next.map((letter) => start + letter)), ['']);
}

/** All numbers that fit, smallest first. */
export function numbersOf({ digits }: PlatePattern): number[] {
  return [...digits]
    .map((digit, place) => (digit === '?' ? [...'0123456789'].slice(place === 0 ? 1 : 0) : [digit]))
    .reduce<string[]>((starts, next) => starts.flatMap((start) => next.map((digit) => start + digit)), [''])
    .map(Number);
}

/** Whether a plate fits the pattern. */
export function fits({ district, letters, digits }: PlatePattern, plate: Plate): boolean {
  const isLike = (pattern: string, text: string) =>
    pattern.length === text.length && [...pattern].every((character, place) => ['?', text[place]].includes(character));
  return district === plate.district && isLike(letters, plate.letters) && isLike(digits, String(plate.number));
}
