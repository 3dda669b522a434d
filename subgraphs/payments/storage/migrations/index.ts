import type { Migrations } from '../../../../platform/database/migrate.ts';
import * as payments from './001-payments.ts';
import * as paymentsAddUp from './002-payments-add-up.ts';
import * as fees from './003-fees.ts';
import * as announcements from './004-announcements.ts';
import * as changedIn from './005-changed-in.ts';
import * as paying from './006-paying.ts';
import * as ledger from './007-ledger.ts';
import * as refunds from './008-refunds.ts';
import * as reconciliation from './009-reconciliation.ts';
import * as sepaMandates from './010-sepa-mandates.ts';
import * as events from './011-events.ts';
import * as bankCredits from './012-bank-credits.ts';

export const migrations: Migrations = {
  '001-payments': payments,
  '002-payments-add-up': paymentsAddUp,
  '003-fees': fees,
  '004-announcements': announcements,
  '005-changed-in': changedIn,
  '006-paying': paying,
  '007-ledger': ledger,
  '008-refunds': refunds,
  '009-reconciliation': reconciliation,
  '010-sepa-mandates': sepaMandates,
  '011-events': events,
  '012-bank-credits': bankCredits,
};
