import type { Generated } from 'kysely';
import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import type { AuthorityLevel } from '../domain/authority-level.ts';
import type { Channel, ServiceFee, Texts } from '../domain/competence.ts';

/** Who wrote the columns of the catalogue: the excerpt that the project ships with, or an import, which the excerpt never overwrites. */
export type CatalogueSource = 'excerpt' | 'import';

/** Columns that both tables with a search have; PostgreSQL computes them. */
interface Searchable {
  search_title: Generated<string>;
  search_text: Generated<string>;
  search_words: Generated<string>;
}

export interface AuthorityTable extends Searchable {
  id: string;
  /** Null for authorities that are not the one of an area, e.g. federal ones. */
  ags: string | null;
  /** AGS of the area in which it works; empty for the whole country. */
  area: string;
  /** The first 5 digits of a city that belongs to no district; null for all others. */
  district_of_city: string | null;
  level: AuthorityLevel;
  source: CatalogueSource;
  official_name: string;
  office: string | null;
  street: string | null;
  postal_code: string | null;
  city: string | null;
  // From here on the excerpt's alone.
  curated_name: string | null;
  curated_name_en: string | null;
  ars: string | null;
  phone: string | null;
  mail: string | null;
  website: string | null;
  name: Generated<string>;
}

export interface ServiceTable extends Searchable {
  id: string;
  /** Null where the catalogue has none; several services may have the same. */
  leika_key: string | null;
  source: CatalogueSource;
  catalogue_name: string;
  types: number[];
  ozg_id: string | null;
  ozg_bundle: string | null;
  life_situation: string | null;
  field: string | null;
  // From here on the excerpt's alone.
  title_de: string | null;
  title_en: string | null;
  description_de: string | null;
  description_en: string | null;
  keywords: string | null;
  maturity: number | null;
  title: Generated<string>;
}

/** At which level the services of an OZG bundle are run. */
export interface BundleLevelTable {
  ozg_id: string;
  level: AuthorityLevel;
}

export interface CompetenceTable {
  id: string;
  service_id: string;
  area: string;
  authority_id: string | null;
  level: AuthorityLevel | null;
  channels: Channel[] | null;
  required_assurance: AssuranceLevel | null;
  documents: Texts[] | null;
  fee: ServiceFee | null;
  duration_minutes: number | null;
  /** First and last day on which it holds, YYYY-MM-DD; null: since ever, until further notice. */
  valid_from: string | null;
  valid_to: string | null;
}

export interface PlateDistrictTable {
  id: string;
  code: string;
  /** Towns and districts that the code stands for, where known. */
  places: string[];
  /** AGS of 5 digits of the districts that give it out, where known. */
  areas: string[];
}

/** The tables of the schema `directory`. */
export interface DirectoryDatabase {
  authority: AuthorityTable;
  service: ServiceTable;
  bundle_level: BundleLevelTable;
  competence: CompetenceTable;
  plate_district: PlateDistrictTable;
}
