import { addMonths } from '../../kit/data/calendar.ts';

/** Age from which the card's online function can be on, in years (PAuswG § 10 (3)). */
const minimumAge = 16;

/** Whether somebody of this day of birth may use an eID on a day. Both days are YYYY-MM-DD. */
export function mayUseEid(dateOfBirth: string, day: string): boolean {
  return addMonths(dateOfBirth, minimumAge * 12) <= day;
}
