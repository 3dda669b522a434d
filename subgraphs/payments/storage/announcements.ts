import { sql } from 'kysely';
import type { Announcements } from '../../kit/subscriptions/change-feed.ts';
import type { PaymentsDatabase } from './database.ts';

/** Payments that are new or have another status. */
export const announcements: Announcements<PaymentsDatabase> = {
  channel: 'payment_changed',
  findMissed: (db, snapshot) =>
    db
      .selectFrom('payment')
      .select(['id', 'citizen'])
      // The first condition is for the index, the second decides.
      .where(sql<boolean>`changed_in >= pg_snapshot_xmin(${snapshot}::pg_snapshot)`)
      .where(sql<boolean>`NOT pg_visible_in_snapshot(changed_in, ${snapshot}::pg_snapshot)`)
      .orderBy('changed_in')
      .execute(),
};
