import { badUserInput } from '../../kit/errors.ts';
import type { Language } from '../../kit/subgraph.ts';
import type { DistrictCodes } from '../domain/check-plate.ts';
import { parsePlate } from '../domain/parse-plate.ts';
import { formatPlate } from '../domain/plate.ts';

/**
 * The plates that somebody can mean. Among the caller's own vehicles an ambiguous plate does no harm: all readings are looked for.
 * @throws BAD_USER_INPUT for what is no plate, in the caller's language
 */
export function readPlateFilter(text: string, districts: DistrictCodes, language: Language): string[] {
  const result = parsePlate(text, districts);
  if (result.outcome === 'REFUSED')
    throw badUserInput(result.problems.map((problem) => problem.text[language]).join(' '));
  return (result.outcome === 'PLATE' ? [result.plate] : result.candidates).map(formatPlate);
}
