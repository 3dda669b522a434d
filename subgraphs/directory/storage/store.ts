import type DataLoader from 'dataloader';
import type { Kysely } from 'kysely';
import { loadMany } from '../../kit/data/loaders.ts';
import { germanDay } from '../../kit/data/calendar.ts';
import type { CompetenceRule } from '../domain/competence.ts';
import { openAuthorities, type Authorities } from './authorities.ts';
import type { DirectoryDatabase } from './database.ts';
import { openPlateDistricts, type PlateDistricts } from './plate-districts.ts';
import { openServices, type Services } from './services.ts';

/** The directory as one request sees it; all of it is public. */
export interface DirectoryStore {
  authorities: Authorities;
  services: Services;
  plateDistricts: PlateDistricts;
  /** The rules of competence that hold today, by the id of the service. */
  rules: DataLoader<string, CompetenceRule[]>;
}

export function openDirectoryStore(db: Kysely<DirectoryDatabase>): DirectoryStore {
  return {
    authorities: openAuthorities(db),
    services: openServices(db),
    plateDistricts: openPlateDistricts(db),
    rules: loadMany(
      (serviceIds) => fetchRules(db, serviceIds),
      (rule) => rule.serviceId,
    ),
  };
}

function fetchRules(
  db: Kysely<DirectoryDatabase>,
  serviceIds: readonly string[],
): Promise<(CompetenceRule & { serviceId: string })[]> {
  const day = germanDay(new Date());
  return db
    .selectFrom('competence')
    .select([
      'service_id as serviceId',
      'area',
      'authority_id as authorityId',
      'level',
      'channels',
      'required_assurance as requiredAssurance',
      'documents',
      'fee',
      'duration_minutes as durationMinutes',
    ])
    .where('service_id', 'in', serviceIds)
    .where((rule) => rule.or([rule('valid_from', 'is', null), rule('valid_from', '<=', day)]))
    .where((rule) => rule.or([rule('valid_to', 'is', null), rule('valid_to', '>=', day)]))
    .execute();
}
