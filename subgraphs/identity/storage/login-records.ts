import { sql, type Kysely } from 'kysely';
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider';
import type { IdentityDatabase } from './database.ts';

/** How long an expired row stays: clocks of several instances differ, and a late replay of a code should still be noticed. */
const graceSeconds = 300;
const sweepMs = 60_000;

type Column = 'id' | 'uid' | 'user_code';

/**
 * The storage of `oidc-provider` in PostgreSQL: nothing about a login lives in one process, so several instances may run.
 * Expiry is checked by oidc-provider itself on what it reads; rows go a while later, see `sweepLoginRecords`.
 */
export function loginRecords(db: Kysely<IdentityDatabase>): (model: string) => Adapter {
  return (model) => {
    async function findBy(column: Column, value: string): Promise<AdapterPayload | undefined> {
      // Nothing is kept under a name that PostgreSQL cannot hold.
      if (value.includes('\0')) return undefined;
      const query = db.selectFrom('login_record').select(['payload', 'consumed_at']).where('model', '=', model);
      const row = await query.where(column, '=', value).executeTakeFirst();
      if (!row) return undefined;
      return row.consumed_at ? { ...row.payload, consumed: epochSeconds(row.consumed_at) } : row.payload;
    }

    return {
      find: (id) => findBy('id', id),
      findByUid: (uid) => findBy('uid', uid),
      findByUserCode: (userCode) => findBy('user_code', userCode),
      upsert: (id, payload, expiresIn) => upsert(db, { model, id, payload, expiresIn }),
      consume: (id) => consume(db, model, id),
      async destroy(id) {
        await db.deleteFrom('login_record').where('model', '=', model).where('id', '=', id).execute();
      },
      async revokeByGrantId(grantId) {
        await db.deleteFrom('login_record').where('model', '=', model).where('grant_id', '=', grantId).execute();
      },
    };
  };
}

interface LoginRecord {
  model: string;
  id: string;
  payload: AdapterPayload;
  expiresIn: number | undefined;
}

async function upsert(db: Kysely<IdentityDatabase>, { model, id, payload, expiresIn }: LoginRecord): Promise<void> {
  const values = {
    payload: JSON.stringify(payload),
    grant_id: payload.grantId ?? null,
    uid: payload.uid ?? null,
    user_code: payload.userCode ?? null,
    expires_at: expiresIn ? new Date(Date.now() + expiresIn * 1000) : null,
  };
  await db
    .insertInto('login_record')
    .values({ model, id, ...values })
    .onConflict((conflict) => conflict.columns(['model', 'id']).doUpdateSet(values))
    .execute();
}

/**
 * Threat: one code redeemed twice at the same moment. oidc-provider reads a code, then marks it as used, so two requests can both
 * read it unused. Rule: the mark is set once (RFC 6749, 4.1.2). Whoever comes second gets nothing.
 */
async function consume(db: Kysely<IdentityDatabase>, model: string, id: string): Promise<void> {
  const update = db.updateTable('login_record').set({ consumed_at: sql`now()` });
  const { numUpdatedRows } = await update
    .where('model', '=', model)
    .where('id', '=', id)
    .where('consumed_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new errors.InvalidGrant('already consumed');
}

const epochSeconds = (date: Date) => Math.floor(date.getTime() / 1000);

/** Removes what expired a while ago. Any instance may do it at any time. @returns the number of rows removed */
export async function removeExpired(db: Kysely<IdentityDatabase>): Promise<number> {
  const threshold = sql<Date>`now() - make_interval(secs => ${graceSeconds})`;
  const { numDeletedRows } = await db.deleteFrom('login_record').where('expires_at', '<', threshold).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Removes expired rows once a minute. @returns how to stop it */
export function sweepLoginRecords(db: Kysely<IdentityDatabase>, onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => void removeExpired(db).catch(onError), sweepMs).unref();
  return () => clearInterval(timer);
}
