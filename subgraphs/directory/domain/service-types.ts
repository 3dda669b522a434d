/** Who makes the rules for a service and who runs it: the types of the LeiKa, by their number. */
export const serviceTypes = {
  1: 'FEDERAL',
  2: 'FEDERAL_LAW_RUN_BY_STATE',
  3: 'FEDERAL_LAW_RUN_BY_MUNICIPALITY',
  4: 'STATE',
  5: 'MUNICIPAL',
} as const;
export type ServiceTypeNumber = keyof typeof serviceTypes;
export type ServiceType = (typeof serviceTypes)[ServiceTypeNumber];

/** Types as the catalogue writes them. */
export interface ReadTypes {
  types: ServiceTypeNumber[];
  /** What stands there and is no type from 1 to 5. */
  unknown: string[];
}

function isType(number: number): number is ServiceTypeNumber {
  return number in serviceTypes;
}

/** Reads a list such as `2/3` or `1, 2/3`; an empty text is an empty list. */
export function readServiceTypes(text: string): ReadTypes {
  const result: ReadTypes = { types: [], unknown: [] };
  for (const part of text.split(/[/,;]/).map((piece) => piece.trim())) {
    const number = Number(part);
    if (part === '') continue;
    if (!isType(number)) result.unknown.push(part);
    else if (!result.types.includes(number)) result.types.push(number);
  }
  return result;
}
