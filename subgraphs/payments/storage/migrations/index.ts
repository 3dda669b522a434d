import type { Migrations } from '../../../../platform/database/migrate.ts';
import * as payments from './001-payments.ts';
import * as paymentsAddUp from './002-payments-add-up.ts';
import * as fees from './003-fees.ts';
import * as announcements from './004-announcements.ts';
import * as changedIn from './005-changed-in.ts';

export const migrations: Migrations = {
  '001-payments': payments,
  '002-payments-add-up': paymentsAddUp,
  '003-fees': fees,
  '004-announcements': announcements,
  '005-changed-in': changedIn,
};
