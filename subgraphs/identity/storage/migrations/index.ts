import type { Migrations } from '../../../../platform/database/migrate.ts';
import * as loginRecords from './001-login-records.ts';
import * as accounts from './002-accounts.ts';
import * as logoutNotices from './003-logout-notices.ts';
import * as clerks from './004-clerks.ts';

export const migrations: Migrations = {
  '001-login-records': loginRecords,
  '002-accounts': accounts,
  '003-logout-notices': logoutNotices,
  '004-clerks': clerks,
};
