import type { Kysely } from 'kysely';
import { authorityId, serviceId, stableId } from '../../../kit/data/stable-id.ts';
import { isLeikaKey } from '../../domain/service-key.ts';
import type { DirectoryDatabase } from '../database.ts';
import { upsert, type Connection } from '../upsert.ts';
import { excerptAuthorities, type ExcerptAuthority } from './authorities.ts';
import { bundleLevels } from './bundle-levels.ts';
import type { ExcerptRule, ExcerptService } from './excerpt-service.ts';
import { otherServices } from './other-services.ts';
import { plateDistricts } from './plate-districts.ts';
import { residentServices } from './resident-services.ts';
import { vehicleServices } from './vehicle-services.ts';

export const excerptServices: readonly ExcerptService[] = [...vehicleServices, ...residentServices, ...otherServices];

/** Writes what the project ships with. What is there already is brought up to date; what an import brought stays. */
export async function writeExcerpt(db: Kysely<DirectoryDatabase>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await writeAuthorities(transaction);
    await writeServices(transaction);
    await writeRules(transaction);
    const levels = Object.entries(bundleLevels).map(([ozg_id, level]) => ({ ozg_id, level }));
    await upsert(transaction, 'bundle_level', levels, { key: 'ozg_id', update: ['level'] });
    const codes = plateDistricts.map((district) => ({ id: stableId('plate-district', district.code), ...district }));
    await upsert(transaction, 'plate_district', codes, { update: ['places', 'areas'] });
  });
}

const authorityRow = (authority: ExcerptAuthority) => ({
  id: authorityId(authority.code),
  ags: authority.ags,
  area: authority.area,
  district_of_city: authority.isDistrictFree ? authority.area.slice(0, 5) : null,
  level: authority.level,
  source: 'excerpt',
  official_name: authority.name,
  street: authority.street ?? null,
  postal_code: authority.postalCode ?? null,
  city: authority.city ?? null,
  curated_name: authority.name,
  curated_name_en: authority.nameEn ?? null,
  ars: authority.ars ?? null,
  phone: null,
  website: authority.website ?? null,
});

async function writeAuthorities(db: Connection): Promise<void> {
  const rows = excerptAuthorities.map(authorityRow);
  await upsert(db, 'authority', rows, {
    update: ['ags', 'area', 'district_of_city', 'level', 'official_name', 'street', 'postal_code', 'city'],
    keepImported: true,
  });
  await upsert(db, 'authority', rows, { update: ['curated_name', 'curated_name_en', 'ars', 'phone', 'website'] });
}

const serviceRow = ({ key, bundle, title, description, ...service }: ExcerptService) => ({
  id: serviceId(key),
  leika_key: isLeikaKey(key) ? key : null,
  source: 'excerpt',
  catalogue_name: service.catalogueName,
  types: service.types,
  ozg_id: bundle?.ozgId ?? null,
  ozg_bundle: bundle?.name ?? null,
  life_situation: bundle?.lifeSituation ?? null,
  field: bundle?.field ?? null,
  title_de: title.de,
  title_en: title.en,
  description_de: description.de,
  description_en: description.en,
  keywords: service.keywords,
  maturity: service.maturity,
});

async function writeServices(db: Connection): Promise<void> {
  const rows = excerptServices.map(serviceRow);
  await upsert(db, 'service', rows, {
    update: ['leika_key', 'catalogue_name', 'types', 'ozg_id', 'ozg_bundle', 'life_situation', 'field'],
    keepImported: true,
  });
  await upsert(db, 'service', rows, {
    update: ['title_de', 'title_en', 'description_de', 'description_en', 'keywords', 'maturity'],
  });
}

const ruleRow = (key: string, rule: ExcerptRule) => ({
  id: stableId('competence', `${key}:${rule.area}:${rule.validFrom ?? ''}`),
  service_id: serviceId(key),
  area: rule.area,
  authority_id: rule.authority ? authorityId(rule.authority) : null,
  level: rule.level ?? null,
  channels: rule.channels ?? null,
  required_assurance: rule.requiredAssurance ?? null,
  documents: rule.documents ?? null,
  fee: rule.fee ?? null,
  duration_minutes: rule.durationMinutes ?? null,
  valid_from: rule.validFrom ?? null,
  valid_to: rule.validTo ?? null,
});

/** A rule that the project no longer ships with goes: it would contradict its successor. */
async function writeRules(db: Connection): Promise<void> {
  const rows = excerptServices.flatMap(({ key, rules }) => rules.map((rule) => ruleRow(key, rule)));
  const ids = rows.map(({ id }) => id);
  await db.deleteFrom('competence').where('id', 'not in', ids).execute();
  await upsert(db, 'competence', rows, {
    update: [
      'authority_id',
      'level',
      'channels',
      'required_assurance',
      'documents',
      'fee',
      'duration_minutes',
      'valid_from',
      'valid_to',
    ],
  });
}
