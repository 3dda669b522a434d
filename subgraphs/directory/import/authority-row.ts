import { authorityId } from '../../kit/data/stable-id.ts';
import { levelOfArea, type AuthorityLevel } from '../domain/authority-level.ts';

/** What every catalogue of areas says of an authority. */
export interface AuthorityRow {
  id: string;
  ags: string;
  area: string;
  district_of_city: string | null;
  level: AuthorityLevel;
  source: 'import';
  official_name: string;
  city: string | null;
}

/** The authority of an area; its level follows from the length of its AGS. */
export function areaRow(ags: string, name: string, city: string | null): AuthorityRow {
  return {
    id: authorityId(ags),
    ags,
    area: ags,
    district_of_city: null,
    level: levelOfArea(ags),
    source: 'import',
    official_name: name,
    city,
  };
}
