import { Refusal } from '../domain/refusal.ts';
import { isUuid } from '../domain/uuid.ts';

/** @throws Refusal unless the text can name an agency, a graph or a variant */
export function checkSlug(field: string, text: string): void {
  if (/^[a-z][a-z0-9-]{0,62}$/.test(text)) return;
  throw new Refusal(
    'BAD_USER_INPUT',
    `\`${field}\` starts with a letter and has up to 63 small letters, digits and -.`,
  );
}

/** @throws Refusal unless the text can be a mail address */
export function checkMail(text: string): void {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return;
  throw new Refusal('BAD_USER_INPUT', '`contact` is a mail address that answers questions.');
}

/** @throws Refusal NOT_FOUND for an id that cannot be one */
export function checkId(what: string, id: string): string {
  if (isUuid(id)) return id;
  throw new Refusal('NOT_FOUND', `There is no ${what} ${id.slice(0, 50)}.`);
}

/** How many items of a list are wanted, within reason. */
export function pageSize(first: number): number {
  if (first >= 1 && first <= 1_000) return first;
  throw new Refusal('BAD_USER_INPUT', `\`first\` is a number from 1 to 1000, but got ${first}.`);
}

const dayMs = 86_400_000;

/** The first day of the last `days`, YYYY-MM-DD. */
export function firstDay(days: number, now: Date): string {
  if (days < 1 || days > 400)
    throw new Refusal('BAD_USER_INPUT', `\`days\` is a number from 1 to 400, but got ${days}.`);
  return new Date(now.getTime() - (days - 1) * dayMs).toISOString().slice(0, 10);
}
