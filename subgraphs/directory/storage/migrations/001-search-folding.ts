import { sql, type Kysely } from 'kysely';

/**
 * `fold` makes one spelling of many: `Führerschein`, `fuehrerschein` and `fuhrerschein` are the same then. A vowel with `e` counts as the vowel alone,
 * also where it never was an umlaut (`Steuer`): both sides of a comparison are folded, so that this does no harm.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // unaccent() depends on a dictionary and is therefore not immutable by itself; with the dictionary named it changes only with the extension.
  await sql`
    CREATE FUNCTION fold(input text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN regexp_replace(
        regexp_replace(public.unaccent('public.unaccent'::regdictionary, lower(input)), '([aou])e', '\\1', 'g'),
        '[^[:alnum:]]+', ' ', 'g')`.execute(db);
  await sql`
    CREATE FUNCTION search_words(title text, rest text, keys text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN setweight(to_tsvector('pg_catalog.german', coalesce(title, '')), 'A')
        || setweight(to_tsvector('pg_catalog.german', fold(coalesce(title, ''))), 'A')
        || setweight(to_tsvector('pg_catalog.simple', coalesce(keys, '')), 'A')
        || setweight(to_tsvector('pg_catalog.german', coalesce(rest, '')), 'C')
        || setweight(to_tsvector('pg_catalog.german', fold(coalesce(rest, ''))), 'C')`.execute(db);
}
