import type { Subgraph } from '../kit/subgraph.ts';
import { Authority, AuthorityResolver, resolveAuthority } from './graph/authority.ts';
import { CompetenceResolver } from './graph/competence.ts';
import { PlateDistrictResolver } from './graph/plate-district.ts';
import { resolveService, Service } from './graph/service.ts';
import { ServiceResolver } from './graph/service-resolver.ts';
import { MoneyResolver } from '../kit/schema/money.ts';
import type { DirectoryDatabase } from './storage/database.ts';
import { writeExcerpt } from './storage/excerpt/write-excerpt.ts';
import { migrations } from './storage/migrations/index.ts';
import { openDirectoryStore, type DirectoryStore } from './storage/store.ts';

/** Authorities, services, and who is competent where. */
export const directory: Subgraph<DirectoryDatabase, DirectoryStore> = {
  name: 'directory',
  resolvers: [AuthorityResolver, CompetenceResolver, PlateDistrictResolver, ServiceResolver, MoneyResolver],
  entities: [Authority, Service],
  references: { Authority: resolveAuthority, Service: resolveService },
  migrations,
  openStore: openDirectoryStore,
  prepare: writeExcerpt,
};
