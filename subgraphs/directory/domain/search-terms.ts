/** Longest text that is searched for, characters. */
export const longestQuery = 200;

const mostTerms = 8;

/** Words of a query that say nothing about what is looked for; most others are German stop words that PostgreSQL knows. */
const emptyWords = new Set(['für', 'fuer', 'fur', 'über', 'ueber', 'uber', 'the', 'of', 'for', 'and', 'to', 'a', 'my']);

/** The words of a query, in lower case, without what says nothing; at most eight. */
export function searchTerms(query: string): string[] {
  const words = query
    .slice(0, longestQuery)
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const telling = words.filter((word) => !emptyWords.has(word));
  return [...new Set(telling.length > 0 ? telling : words)].slice(0, mostTerms);
}
