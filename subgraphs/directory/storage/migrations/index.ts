import type { Migrations } from '../../../../platform/database/migrate.ts';
import * as searchFolding from './001-search-folding.ts';
import * as authoritiesAndServices from './002-authorities-and-services.ts';
import * as competence from './003-competence.ts';
import * as nearWords from './004-near-words.ts';

export const migrations: Migrations = {
  '001-search-folding': searchFolding,
  '002-authorities-and-services': authoritiesAndServices,
  '003-competence': competence,
  '004-near-words': nearWords,
};
