import type DataLoader from 'dataloader';
import { sql, type Kysely, type Selectable } from 'kysely';
import { badUserInput } from '../../kit/errors.ts';
import { fetchPage, type KeysetOrder, type Page, type PageRequest } from '../../kit/data/keyset.ts';
import { loadById, loadMany, loadOne } from '../../kit/data/loaders.ts';
import { authorityId } from '../../kit/data/stable-id.ts';
import { areasFromNearest, isAgs } from '../domain/ags.ts';
import type { AuthorityLevel } from '../domain/authority-level.ts';
import type { AuthorityTable, DirectoryDatabase } from './database.ts';
import { searchPage } from './search.ts';

const columns = [
  'id',
  'ags',
  'area',
  'district_of_city',
  'level',
  'name',
  'curated_name_en',
  'ars',
  'office',
  'street',
  'postal_code',
  'city',
  'phone',
  'mail',
  'website',
] as const satisfies (keyof AuthorityTable)[];

export type AuthorityRow = Pick<Selectable<AuthorityTable>, (typeof columns)[number]>;

export interface AuthorityFilter {
  level?: AuthorityLevel | null;
  /** Only in this area, AGS of 2, 5 or 8 digits. */
  withinAgs?: string | null;
}

/** The federation: over everything, and an area of no AGS. */
export const federationId = authorityId('DE');

export interface Authorities {
  byId: DataLoader<string, AuthorityRow | null>;
  /** By AGS. The 5 digits of a city that belongs to no district name the city. What is no AGS names nothing. */
  byAgs: DataLoader<string, AuthorityRow | null>;
  /** Plate district codes given out in an area. */
  plateCodes: DataLoader<string, { code: string }[]>;
  /** The authorities over a place, nearest first, with its own. */
  chain(ags: string): Promise<AuthorityRow[]>;
  /** The authorities above one, nearest first. */
  parents(authority: Pick<AuthorityRow, 'id' | 'area'>): Promise<AuthorityRow[]>;
  list(query: string | null, filter: AuthorityFilter, page: PageRequest): Promise<Page<AuthorityRow>>;
}

/**
 * Checks what somebody gives as an AGS.
 * @throws BAD_USER_INPUT
 */
export function requireAgs(argument: string, value: string): string {
  if (isAgs(value)) return value;
  throw badUserInput(
    `\`${argument}\` expects an official municipality key (AGS): 2 digits for a state, 5 for a district or 8 for a municipality, for example 14713000, but got: ${JSON.stringify(value.slice(0, 40))}.`,
  );
}

const byName: KeysetOrder = { name: 'name', column: 'name', direction: 'asc', type: 'text' };

export function openAuthorities(db: Kysely<DirectoryDatabase>): Authorities {
  const byId = loadById((ids) => db.selectFrom('authority').select(columns).where('id', 'in', ids).execute());
  const byAgs = loadByAgs(db);

  async function chain(ags: string): Promise<AuthorityRow[]> {
    const loads = [...areasFromNearest(ags).map((area) => byAgs.load(area)), byId.load(federationId)];
    const found = (await Promise.all(loads)).filter((authority) => authority !== null);
    // A city without a district stands for its 8 digits and for its 5.
    return [...new Map(found.map((authority) => [authority.id, authority])).values()];
  }

  return {
    byId,
    byAgs,
    chain,
    plateCodes: loadPlateCodes(db),
    parents: async ({ id, area }) => (await chain(area)).filter((authority) => authority.id !== id),
    list: (query, filter, page) => listAuthorities(db, query, filter, page),
  };
}

function loadByAgs(db: Kysely<DirectoryDatabase>): DataLoader<string, AuthorityRow | null> {
  return loadOne(
    async (keys) => {
      const known = keys.filter(isAgs);
      if (known.length === 0) return [];
      return db
        .selectFrom(sql<{ key: string }>`unnest(${known}::text[])`.as<'wanted'>(sql`wanted(key)`))
        .innerJoin('authority', (join) =>
          join.on(sql<boolean>`wanted.key IN (authority.ags, authority.district_of_city)`),
        )
        .select(columns.map((column) => `authority.${column}` as const))
        .select('wanted.key')
        .execute();
    },
    (row) => row.key,
  );
}

/** A code belongs to districts; what lies in one has the district's, and a state has those of its districts. */
function loadPlateCodes(db: Kysely<DirectoryDatabase>): DataLoader<string, { code: string }[]> {
  return loadMany(
    (areas) =>
      db
        .selectFrom(sql<{ key: string }>`unnest(${areas}::text[])`.as<'wanted'>(sql`wanted(key)`))
        .innerJoin('plate_district', (join) =>
          join.on(
            sql<boolean>`wanted.key <> '' AND EXISTS (
              SELECT FROM unnest(plate_district.areas) area WHERE starts_with(area, wanted.key) OR starts_with(wanted.key, area))`,
          ),
        )
        .select(['wanted.key', 'plate_district.code'])
        .orderBy('plate_district.code')
        .execute(),
    (row) => row.key,
  );
}

function listAuthorities(
  db: Kysely<DirectoryDatabase>,
  query: string | null,
  { level, withinAgs }: AuthorityFilter,
  page: PageRequest,
): Promise<Page<AuthorityRow>> {
  let matching = db.selectFrom('authority').select(columns);
  if (level) matching = matching.where('level', '=', level);
  if (withinAgs) matching = matching.where('area', 'like', `${requireAgs('filter.withinAgs', withinAgs)}%`);
  if (!query) return fetchPage(matching, page, byName);
  return searchPage('authority', query, page, (search, part) => {
    const hits = matching.select(search.rank.as('rank')).where(search.matches).as('hit');
    return fetchPage(db.selectFrom(hits).select(columns), part, search.order);
  });
}
