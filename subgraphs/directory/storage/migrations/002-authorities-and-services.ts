import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createAuthorities(db);
  await createServices(db);
  await sql`
    CREATE TABLE plate_district (
      id uuid PRIMARY KEY,
      code text NOT NULL UNIQUE CHECK (code ~ '^[A-ZÄÖÜ]{1,3}$'),
      places text[] NOT NULL DEFAULT '{}',
      areas text[] NOT NULL DEFAULT '{}'
    )`.execute(db);
  await sql`CREATE INDEX plate_district_areas ON plate_district USING gin (areas)`.execute(db);
}

const joined = (...columns: string[]) => columns.map((column) => `coalesce(${column}, '')`).join(` || ' ' || `);

async function createAuthorities(db: Kysely<unknown>): Promise<void> {
  const name = sql.raw('coalesce(curated_name, official_name)');
  const rest = sql.raw(joined('curated_name_en', 'official_name', 'office', 'city'));
  const keys = sql.raw(`coalesce(ags, '') || ' ' || coalesce(postal_code, '')`);
  await sql`
    CREATE TABLE authority (
      id uuid PRIMARY KEY,
      ags text UNIQUE CHECK (ags ~ '^[0-9]{2}([0-9]{3}([0-9]{3})?)?$'),
      area text NOT NULL CHECK (area ~ '^([0-9]{2}([0-9]{3}([0-9]{3})?)?)?$'),
      district_of_city text UNIQUE CHECK (district_of_city ~ '^[0-9]{5}$'),
      level text NOT NULL CHECK (level IN ('FEDERAL', 'STATE', 'DISTRICT', 'MUNICIPAL')),
      source text NOT NULL CHECK (source IN ('excerpt', 'import')),
      official_name text NOT NULL,
      office text,
      street text,
      postal_code text CHECK (postal_code ~ '^[0-9]{5}$'),
      city text,
      curated_name text,
      curated_name_en text,
      ars text CHECK (ars ~ '^[0-9]{12}$'),
      phone text,
      mail text,
      website text CHECK (website ~ '^https://'),
      name text NOT NULL GENERATED ALWAYS AS (${name}) STORED,
      search_title text NOT NULL GENERATED ALWAYS AS (fold(${name})) STORED,
      search_text text NOT NULL GENERATED ALWAYS AS (fold(${name} || ' ' || ${rest})) STORED,
      search_words tsvector NOT NULL GENERATED ALWAYS AS (search_words(${name}, ${rest}, ${keys})) STORED,
      CHECK (ags IS NULL OR area = ags)
    )`.execute(db);
  await sql`CREATE INDEX authority_order ON authority (name, id)`.execute(db);
  await sql`CREATE INDEX authority_area ON authority (area text_pattern_ops)`.execute(db);
  await createSearchIndexes(db, 'authority');
}

async function createServices(db: Kysely<unknown>): Promise<void> {
  const title = sql.raw('coalesce(title_de, catalogue_name)');
  const named = sql.raw(joined('title_de', 'catalogue_name', 'title_en', 'keywords'));
  const rest = sql.raw(joined('title_en', 'catalogue_name', 'keywords', 'ozg_bundle', 'life_situation'));
  const keys = sql.raw(`coalesce(leika_key, '') || ' ' || coalesce(ozg_id, '')`);
  await sql`
    CREATE TABLE service (
      id uuid PRIMARY KEY,
      leika_key text CHECK (leika_key ~ '^99[0-9]{12}$'),
      source text NOT NULL CHECK (source IN ('excerpt', 'import')),
      catalogue_name text NOT NULL,
      types smallint[] NOT NULL DEFAULT '{}' CHECK (types <@ '{1,2,3,4,5}'::smallint[]),
      ozg_id text,
      ozg_bundle text,
      life_situation text,
      field text,
      title_de text,
      title_en text,
      description_de text,
      description_en text,
      keywords text,
      maturity smallint CHECK (maturity BETWEEN 0 AND 4),
      title text NOT NULL GENERATED ALWAYS AS (${title}) STORED,
      search_title text NOT NULL GENERATED ALWAYS AS (fold(${title})) STORED,
      search_text text NOT NULL GENERATED ALWAYS AS (fold(${named})) STORED,
      search_words tsvector NOT NULL GENERATED ALWAYS AS (search_words(${title}, ${rest}, ${keys})) STORED
    )`.execute(db);
  await sql`CREATE INDEX service_order ON service (title, id)`.execute(db);
  await sql`CREATE INDEX service_leika_key ON service (leika_key)`.execute(db);
  await sql`CREATE INDEX service_ozg_id ON service (ozg_id)`.execute(db);
  await sql`CREATE INDEX service_field ON service (field, life_situation)`.execute(db);
  await createSearchIndexes(db, 'service');
}

async function createSearchIndexes(db: Kysely<unknown>, table: 'authority' | 'service'): Promise<void> {
  const [words, text] = [`${table}_search_words`, `${table}_search_text`].map((name) => sql.ref(name));
  await sql`CREATE INDEX ${words} ON ${sql.table(table)} USING gin (search_words)`.execute(db);
  await sql`CREATE INDEX ${text} ON ${sql.table(table)} USING gin (search_text public.gin_trgm_ops)`.execute(db);
}
