import { createHash } from 'node:crypto';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { KeysetOrder, Page, PageRequest } from '../../kit/data/keyset.ts';
import { searchTerms } from '../domain/search-terms.ts';

/** How a table with the columns `search_title`, `search_text` and `search_words` is searched. */
export interface Search {
  matches: RawBuilder<SqlBool>;
  /** How well a row answers; the column of `order`. */
  rank: RawBuilder<number>;
  order: KeysetOrder;
}

/** `exact`: every word stands there, also inflected, as a beginning or inside a compound. `near`: or something much like it, for typing errors. */
type Precision = 'exact' | 'near';

/** The function that finds ids of rows with something much like a word. */
const nearIn = { authority: sql.ref('near_authority'), service: sql.ref('near_service') };

export type SearchedTable = keyof typeof nearIn;

/** A word in all the ways it can stand in a text. Quoted, so that whatever folding makes of it is a word and no operator. */
function wordQuery(term: string): RawBuilder<string> {
  return sql`(plainto_tsquery('german', ${term}) || plainto_tsquery('german', fold(${term}))
    || to_tsquery('simple', '''' || ${term} || ''':*') || to_tsquery('simple', '''' || fold(${term}) || ''':*'))`;
}

/** Shorter words are inside too many others. */
const shortestInside = 4;

function isFound(table: SearchedTable, term: string, precision: Precision): RawBuilder<SqlBool> {
  const ways = [sql`search_words @@ ${wordQuery(term)}`];
  if (term.length >= shortestInside) ways.push(sql`search_text LIKE '%' || nullif(trim(fold(${term})), '') || '%'`);
  if (precision === 'near') ways.push(sql`id IN (SELECT ${nearIn[table]}(fold(${term})))`);
  return sql`(${sql.join(ways, sql` OR `)})`;
}

const isStopWord = (term: string) => sql`numnode(plainto_tsquery('german', ${term})) = 0`;

/** Words that stand in every text (`die`, `und`) are no condition, unless there is no other. */
function allFound(table: SearchedTable, terms: readonly string[], precision: Precision): RawBuilder<SqlBool> {
  const [only, ...others] = terms;
  if (only !== undefined && others.length === 0) return isFound(table, only, precision);
  const each = terms.map((term) => sql`(${isStopWord(term)} OR ${isFound(table, term, precision)})`);
  const some = terms.map((term) => isFound(table, term, precision));
  return sql`((${sql.join(some, sql` OR `)}) AND ${sql.join(each, sql` AND `)})`;
}

/** Rounded, so that a cursor names exactly the value that comes out again. */
function rankOf(terms: readonly string[], precision: Precision, bonus: RawBuilder<number>): RawBuilder<number> {
  const words = sql.join(terms.map(wordQuery), sql` || `);
  const phrase = sql`fold(${terms.join(' ')})`;
  const likeness = sql`public.similarity(${phrase}, search_title)`;
  const nearness = precision === 'near' ? sql` + public.word_similarity(${phrase}, search_title)` : sql``;
  return sql`round((ts_rank(search_words, ${words}, 1) + ${likeness}${nearness} + ${bonus})::numeric, 6)::double precision`;
}

/** Best first, ties by id. A cursor belongs to the words that were searched for, and how. */
function orderFor(terms: readonly string[], precision: Precision): KeysetOrder {
  const words = createHash('sha256').update(terms.join(' ')).digest('base64url').slice(0, 8);
  return { name: `${precision}-${words}`, column: 'rank', direction: 'desc', type: 'double precision' };
}

const isNearCursor = (cursor: string) => Buffer.from(cursor, 'base64url').toString().startsWith('["near-');

/**
 * A page of what answers a query: what has its words; only if nothing has, what is much like them.
 * A query without a single word finds nothing.
 */
export async function searchPage<Row>(
  table: SearchedTable,
  query: string,
  { first, after }: PageRequest,
  fetch: (search: Search, page: PageRequest) => Promise<Page<Row>>,
  bonus: RawBuilder<number> = sql<number>`0`,
): Promise<Page<Row>> {
  const terms = searchTerms(query);
  const none = { rows: [], hasNextPage: false, hasPreviousPage: false };
  if (terms.length === 0) return none;
  const fetchWith = (precision: Precision) =>
    fetch(
      {
        matches: allFound(table, terms, precision),
        rank: rankOf(terms, precision, bonus),
        order: orderFor(terms, precision),
      },
      { first, ...(after ? { after } : {}) },
    );
  if (after) return fetchWith(isNearCursor(after) ? 'near' : 'exact');
  const exact = await fetchWith('exact');
  return exact.rows.length > 0 ? exact : fetchWith('near');
}
