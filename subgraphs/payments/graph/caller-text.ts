import type { Language } from '../../kit/subgraph.ts';

/** A text of an authority in the caller's language; in German where the authority gave no other. */
export function callerText(row: { de: string; en: string | null }, language: Language): string {
  return language === 'en' ? (row.en ?? row.de) : row.de;
}
