import { monthsOf, plateSuffixes, type Plate, type PlateParts, type PlateSuffix, type Season } from './plate.ts';
import { plateProblem, type PlateProblem, type PlateProblemCode } from './plate-problem.ts';

/** Codes that are registered (KBA's list); given from outside, since the list changes. */
export type DistrictCodes = ReadonlySet<string>;

export type CheckedPlate = { outcome: 'PLATE'; plate: Plate } | { outcome: 'REFUSED'; problems: PlateProblem[] };

/** Upper case, umlauts as one character each; a sharp s stays what it is and is refused later. */
export function canonicalLetters(text: string): string {
  return text
    .normalize('NFC')
    .trim()
    .replace(/[a-zäöü]/g, (letter) => letter.toUpperCase());
}

/** Checks the parts of a plate and names everything that is wrong with them, not only the first thing. */
export function checkPlate(parts: PlateParts, districts: DistrictCodes): CheckedPlate {
  const district = canonicalLetters(parts.district);
  const letters = canonicalLetters(parts.letters);
  const digits = String(parts.number).trim();
  const suffix = suffixOf(parts.suffix);
  const season = parts.season ?? null;
  const codes = [
    districtProblem(district, districts),
    /^[A-Z]{1,2}$/.test(letters) ? null : 'LETTERS_MALFORMED',
    numberProblem(digits),
    suffix === undefined ? 'SUFFIX_UNKNOWN' : null,
    season && !isSeason(season) ? 'SEASON_MALFORMED' : null,
  ].filter((code): code is PlateProblemCode => code !== null);
  if (codes.length > 0 || suffix === undefined) return { outcome: 'REFUSED', problems: codes.map(plateProblem) };
  if (district.length + letters.length + digits.length > (suffix ? 7 : 8))
    return { outcome: 'REFUSED', problems: [plateProblem('TOO_LONG')] };
  return { outcome: 'PLATE', plate: { district, letters, number: Number(digits), suffix, season } };
}

function districtProblem(district: string, districts: DistrictCodes): PlateProblemCode | null {
  if (!/^[A-ZÄÖÜ]{1,3}$/.test(district)) return 'DISTRICT_MALFORMED';
  return districts.has(district) ? null : 'DISTRICT_UNKNOWN';
}

function numberProblem(digits: string): PlateProblemCode | null {
  if (/^0\d*$/.test(digits)) return 'NUMBER_LEADING_ZERO';
  return /^[1-9]\d{0,3}$/.test(digits) ? null : 'NUMBER_MALFORMED';
}

/** The suffix, null for none, undefined for something that is no suffix. */
function suffixOf(given: string | null | undefined): PlateSuffix | null | undefined {
  const wanted = canonicalLetters(given ?? '');
  return wanted === '' ? null : plateSuffixes.find((suffix) => suffix === wanted);
}

const isMonth = (month: number) => Number.isInteger(month) && month >= 1 && month <= 12;

function isSeason(season: Season): boolean {
  return isMonth(season.from) && isMonth(season.to) && monthsOf(season) >= 2 && monthsOf(season) <= 11;
}
