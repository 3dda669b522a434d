import type DataLoader from 'dataloader';
import { sql, type Kysely, type Selectable } from 'kysely';
import { fetchPage, type KeysetOrder, type Page, type PageRequest } from '../../kit/data/keyset.ts';
import { loadById } from '../../kit/data/loaders.ts';
import type { AuthorityLevel } from '../domain/authority-level.ts';
import type { DirectoryDatabase, ServiceTable } from './database.ts';
import { searchFor } from './search.ts';

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
    list(query, { field, lifeSituation, leikaKey, ozgId }, page) {
      const search = query ? searchFor(query) : undefined;
      let matching = services().select((search?.rank ?? sql<number>`0`).as('rank'));
      if (search) matching = matching.where(search.matches);
      else if (query) matching = matching.where(sql<boolean>`false`);
      if (field) matching = matching.where('field', '=', field);
      if (lifeSituation) matching = matching.where('life_situation', '=', lifeSituation);
      if (leikaKey) matching = matching.where('leika_key', '=', leikaKey);
      if (ozgId) matching = matching.where('ozg_id', '=', ozgId);
      const hits = db.selectFrom(matching.as('hit')).select([...columns, 'bundle_level']);
      return fetchPage(hits, page, search?.order ?? byTitle);
    },
  };
}
