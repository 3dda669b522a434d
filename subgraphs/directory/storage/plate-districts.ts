import type DataLoader from 'dataloader';
import type { Kysely, Selectable } from 'kysely';
import { fetchPage, type KeysetOrder, type Page, type PageRequest } from '../../kit/data/keyset.ts';
import { loadOne } from '../../kit/data/loaders.ts';
import type { DirectoryDatabase, PlateDistrictTable } from './database.ts';

export type PlateDistrictRow = Selectable<PlateDistrictTable>;

export interface PlateDistricts {
  byCode: DataLoader<string, PlateDistrictRow | null>;
  list(page: PageRequest): Promise<Page<PlateDistrictRow>>;
}

const byCode: KeysetOrder = { name: 'code', column: 'code', direction: 'asc', type: 'text' };

export function openPlateDistricts(db: Kysely<DirectoryDatabase>): PlateDistricts {
  const districts = () => db.selectFrom('plate_district').selectAll();
  return {
    byCode: loadOne(
      (codes) => districts().where('code', 'in', codes).execute(),
      (row) => row.code,
    ),
    list: (page) => fetchPage(districts(), page, byCode),
  };
}
