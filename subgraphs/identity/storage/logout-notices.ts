import { sql, type Kysely } from 'kysely';
import type { IdentityDatabase } from './database.ts';

/** That a session has ended, or with an account all of its sessions; the gateways have still to learn of it. */
export interface LogoutNotice {
  accountId: string;
  /** The one session that has ended, as the client knows it; undefined for all. */
  session?: { clientId: string; sid: string };
}

/** As long as an access token may be out, and its leeway. */
const keepSeconds = 900;
/** Whoever took a notice and died leaves it to another instance after this; also the pause before another try. */
const retrySeconds = 10;
const most = 100;

/** Keeps a notice that could not be delivered. */
export async function keepLogoutNotice(
  db: Kysely<IdentityDatabase>,
  { accountId, session }: LogoutNotice,
): Promise<void> {
  await db
    .insertInto('logout_notice')
    .values({
      account_id: accountId,
      client_id: session?.clientId ?? null,
      session_id: session?.sid ?? null,
      due_at: sql<Date>`now() + make_interval(secs => ${retrySeconds})`,
      expires_at: sql<Date>`now() + make_interval(secs => ${keepSeconds})`,
    })
    .execute();
}

/**
 * Delivers what is due; what cannot be delivered comes again after a while, until no token can be out any more. Any number of instances may do this at the
 * same time: each notice is taken by one of them.
 */
export async function deliverLogoutNotices(
  db: Kysely<IdentityDatabase>,
  deliver: (notice: LogoutNotice) => Promise<void>,
): Promise<void> {
  await db
    .deleteFrom('logout_notice')
    .where('expires_at', '<', sql<Date>`now()`)
    .execute();
  const due = db
    .selectFrom('logout_notice')
    .select('id')
    .where('due_at', '<=', sql<Date>`now()`)
    .limit(most)
    .forUpdate()
    .skipLocked();
  const taken = await db
    .updateTable('logout_notice')
    .set({ due_at: sql<Date>`now() + make_interval(secs => ${retrySeconds})` })
    .where('id', 'in', due)
    .returning(['id', 'account_id', 'client_id', 'session_id'])
    .execute();
  const results = await Promise.allSettled(
    taken.map(async ({ id, account_id: accountId, client_id: clientId, session_id: sid }) => {
      await deliver({ accountId, ...(clientId !== null && sid !== null ? { session: { clientId, sid } } : {}) });
      await db.deleteFrom('logout_notice').where('id', '=', id).execute();
    }),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
