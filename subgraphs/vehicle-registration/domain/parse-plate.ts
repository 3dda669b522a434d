import { canonicalLetters, checkPlate, type CheckedPlate, type DistrictCodes } from './check-plate.ts';
import type { PlateResult } from './plate.ts';
import { plateProblem, type PlateProblemCode } from './plate-problem.ts';

/** What separates the parts: space, hyphens and dashes, colon, middle dot (where the seals are). */
const separator = '[\\s:·‐‑–—-]';
const tail = `${separator}*(?<number>\\d+)${separator}*(?<suffix>[A-Z]?)`;
const separated = new RegExp(`^(?<district>[A-ZÄÖÜ]+)${separator}+(?<letters>[A-ZÄÖÜ]+)${tail}$`);
const run = new RegExp(`^(?<run>[A-ZÄÖÜ]+)${tail}$`);

/** Longer inputs are no plate, whatever they are. */
const longestInput = 40;

/**
 * Reads a plate as people write it. With a separator after the district code (`L-AB 1234`, `L AB1234`) there is one reading.
 * Without (`BAB123`, `BAB 123`) every reading with a registered district code counts: B-AB and BA-B.
 */
export function parsePlate(text: string, districts: DistrictCodes): PlateResult {
  if (text.length > longestInput) return refused('UNREADABLE');
  const input = canonicalLetters(text);
  const parts = separated.exec(input)?.groups;
  if (parts) return checkPlate(partsOf(parts), districts);
  const unseparated = run.exec(input)?.groups;
  return unseparated ? readRun(partsOf(unseparated), unseparated['run'] ?? '', districts) : refused('UNREADABLE');
}

type Groups = Record<string, string | undefined>;

function partsOf({ district = '', letters = '', number = '', suffix = '' }: Groups) {
  return { district, letters, number, suffix };
}

/** Tries each place at which the district code can end. */
function readRun(parts: ReturnType<typeof partsOf>, letters: string, districts: DistrictCodes): PlateResult {
  const readings = [1, 2, 3]
    .filter((length) => [1, 2].includes(letters.length - length))
    .map((length) =>
      checkPlate({ ...parts, district: letters.slice(0, length), letters: letters.slice(length) }, districts),
    );
  const candidates = readings.flatMap((reading) => (reading.outcome === 'PLATE' ? [reading.plate] : []));
  const [only] = candidates;
  if (!only) return bestRefusal(readings);
  return candidates.length === 1 ? { outcome: 'PLATE', plate: only } : { outcome: 'AMBIGUOUS', candidates };
}

/** The reading that comes nearest to a plate says what is wrong. */
function bestRefusal(readings: CheckedPlate[]): PlateResult {
  const refusals = readings.flatMap((reading) => (reading.outcome === 'REFUSED' ? [reading] : []));
  const [nearest] = refusals.toSorted((a, b) => a.problems.length - b.problems.length);
  return nearest ?? refused('UNREADABLE');
}

function refused(code: PlateProblemCode): PlateResult {
  return { outcome: 'REFUSED', problems: [plateProblem(code)] };
}
