import { isValidOn, type Validity } from '../data/calendar.ts';
import type { Text } from '../data/text.ts';
import { gebost } from './gebost.ts';

/** A line of a fee schedule, for the time in which it holds. */
export interface FeeLine extends Validity {
  /** Names the line in this system: the number, with more where a number has several amounts. */
  key: string;
  /** Number in the schedule; null for a surcharge that has none of its own. */
  number: string | null;
  text: Text;
  cents: number;
}

/** All lines that hold on a day, YYYY-MM-DD. */
export function feesOn(day: string, schedule: readonly FeeLine[] = gebost): FeeLine[] {
  return schedule.filter((line) => isValidOn(line, day));
}

/**
 * The line with this key as it holds on a day.
 * @throws RangeError where the schedule has none then
 */
export function feeOn(key: string, day: string, schedule: readonly FeeLine[] = gebost): FeeLine {
  const line = feesOn(day, schedule).find((each) => each.key === key);
  if (line) return line;
  throw new RangeError(`The fee schedule has no line ${key} on ${day}; it knows ${[...keysOf(schedule)].join(', ')}.`);
}

function keysOf(schedule: readonly FeeLine[]): Set<string> {
  return new Set(schedule.map(({ key }) => key));
}
