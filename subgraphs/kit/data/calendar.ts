const germanDays = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' });

/** The day in the calendar that it is in Germany at this moment, YYYY-MM-DD: deadlines end there at midnight. */
export function germanDay(moment: Date): string {
  return germanDays.format(moment);
}

/**
 * The day so many months after (before, when negative) a day, both YYYY-MM-DD.
 * Where the month has no such day its last one counts (BGB § 188 (3)): a month after 31 January is the end of February.
 */
export function addMonths(day: string, months: number): string {
  const start = new Date(`${day}T00:00:00Z`);
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(start.getUTCDate(), lastOfMonth))).toISOString().slice(0, 10);
}

/** The day `days` after `day` (before, when negative), both YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The moment at which a day ends in Germany, and the next one begins. */
export function endOfGermanDay(day: string): Date {
  const next = addDays(day, 1);
  const midnights = ['+01:00', '+02:00'].map((offset) => new Date(`${next}T00:00:00${offset}`));
  const found = midnights.find(
    (moment) => germanDay(moment) === next && germanDay(new Date(moment.getTime() - 1)) === day,
  );
  if (!found) throw new RangeError(`Expected a day as YYYY-MM-DD, but got: ${day}.`);
  return found;
}

/** Something that holds from one day to another: fees, deadlines, rules that a legislator changes. Days are YYYY-MM-DD. */
export interface Validity {
  validFrom: string;
  /** The last day; null while no end is known. */
  validTo: string | null;
}

/** Whether it holds on this day. */
export function isValidOn({ validFrom, validTo }: Validity, day: string): boolean {
  return validFrom <= day && (validTo === null || day <= validTo);
}
