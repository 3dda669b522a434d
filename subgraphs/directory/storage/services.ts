import type DataLoader from 'dataloader';
import { sql, type Kysely, type Selectable, type SelectQueryBuilder } from 'kysely';
import { fetchPage, type KeysetOrder, type Page, type PageRequest } from '../../kit/data/keyset.ts';
import { loadById } from '../../kit/data/loaders.ts';
import type { AuthorityLevel } from '../domain/authority-level.ts';
import type { DirectoryDatabase, ServiceTable } from './database.ts';
import { searchPage, type Search } from './search.ts';

const columns = [
  'id',
  'leika_key',
  'catalogue_name',
  'types',
  'ozg_id',
  'ozg_bundle',
  'life_situation',
  'field',
  'title',
  'title_en',
  'description_de',
  'description_en',
  'maturity',
] as const satisfies (keyof ServiceTable)[];

export type ServiceRow = Pick<Selectable<ServiceTable>, (typeof columns)[number]> & {
  /** The level that runs the services of its OZG bundle, where that is known. */
  bundle_level: AuthorityLevel | null;
};

export interface ServiceFilter {
  field?: string | null;
  lifeSituation?: string | null;
  leikaKey?: string | null;
  ozgId?: string | null;
}

export interface Services {
  byId: DataLoader<string, ServiceRow | null>;
  list(query: string | null, filter: ServiceFilter, page: PageRequest): Promise<Page<ServiceRow>>;
}

const byTitle: KeysetOrder = { name: 'title', column: 'title', direction: 'asc', type: 'text' };

/** The bundle's level beside the service, so that who is competent needs no further question. */
const bundleLevel = sql<AuthorityLevel | null>`(SELECT level FROM bundle_level WHERE ozg_id = service.ozg_id)`;

export function openServices(db: Kysely<DirectoryDatabase>): Services {
  const services = () => db.selectFrom('service').select(columns).select(bundleLevel.as('bundle_level'));
  return {
    byId: loadById((ids) => services().where('id', 'in', ids).execute()),
    list(query, filter, page) {
      const matching = filtered(services(), filter);
      if (!query) return fetchPage(matching, page, byTitle);
      const fetch = (search: Search, part: PageRequest) => {
        const hits = matching.select(search.rank.as('rank')).where(search.matches).as('hit');
        return fetchPage(db.selectFrom(hits).select([...columns, 'bundle_level']), part, search.order);
      };
      return searchPage('service', query, page, fetch, describedFirst);
    },
  };
}

/** Services that the project describes itself are those that most people look for. */
const describedFirst = sql<number>`(CASE WHEN title_de IS NULL THEN 0 ELSE 0.5 END)`;

function filtered<Row>(
  query: SelectQueryBuilder<DirectoryDatabase, 'service', Row>,
  { field, lifeSituation, leikaKey, ozgId }: ServiceFilter,
): SelectQueryBuilder<DirectoryDatabase, 'service', Row> {
  let result = query;
  if (field) result = result.where('field', '=', field);
  if (lifeSituation) result = result.where('life_situation', '=', lifeSituation);
  if (leikaKey) result = result.where('leika_key', '=', leikaKey);
  if (ozgId) result = result.where('ozg_id', '=', ozgId);
  return result;
}
