import { createHash } from 'node:crypto';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { KeysetOrder } from '../../kit/data/keyset.ts';
import { searchTerms } from '../domain/search-terms.ts';

/** How a table with the columns `search_title`, `search_text` and `search_words` is searched. */
export interface Search {
  /** Rows in which every word is found: by German full text, as the beginning of a word, or nearly (trigrams, for typing errors and compounds). */
  matches: RawBuilder<SqlBool>;
  /** How well a row answers; the column of `order`. */
  rank: RawBuilder<number>;
  order: KeysetOrder;
}

/** A word in all the ways it can stand in a text. Quoted, so that whatever folding makes of it is a word and no operator. */
function wordQuery(term: string): RawBuilder<string> {
  return sql`(plainto_tsquery('german', ${term}) || plainto_tsquery('german', fold(${term}))
    || to_tsquery('simple', '''' || ${term} || ''':*') || to_tsquery('simple', '''' || fold(${term}) || ''':*'))`;
}

function isFound(term: string): RawBuilder<SqlBool> {
  return sql`(search_words @@ ${wordQuery(term)} OR fold(${term}) OPERATOR(public.<%) search_text)`;
}

/** Words that stand in every text (`die`, `und`) are no condition. */
function isStopWord(term: string): RawBuilder<SqlBool> {
  return sql`numnode(plainto_tsquery('german', ${term})) = 0`;
}

/** Best first, ties by id. A cursor belongs to the words that were searched for. */
function orderFor(terms: readonly string[]): KeysetOrder {
  const name = `rank-${createHash('sha256').update(terms.join(' ')).digest('base64url').slice(0, 8)}`;
  return { name, column: 'rank', direction: 'desc', type: 'double precision' };
}

/** Rounded, so that a cursor names exactly the value that comes out again. */
function rankOf(terms: readonly string[]): RawBuilder<number> {
  const words = sql.join(terms.map(wordQuery), sql` || `);
  const nearness = sql.join(
    terms.map((term) => sql`public.word_similarity(fold(${term}), search_title)`),
    sql` + `,
  );
  const likeness = sql`public.similarity(fold(${terms.join(' ')}), search_title)`;
  return sql`round((ts_rank(search_words, ${words}, 1) + (${nearness}) / ${sql.lit(terms.length)} + ${likeness})::numeric, 6)::double precision`;
}

/** How to search for what somebody typed; undefined when there is not a single word in it. */
export function searchFor(query: string): Search | undefined {
  const terms = searchTerms(query);
  if (terms.length === 0) return undefined;
  const each = sql.join(
    terms.map((term) => sql`(${isStopWord(term)} OR ${isFound(term)})`),
    sql` AND `,
  );
  const some = sql.join(terms.map(isFound), sql` OR `);
  return { matches: sql`((${some}) AND ${each})`, rank: rankOf(terms), order: orderFor(terms) };
}
