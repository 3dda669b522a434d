import type { Kysely } from 'kysely';
import { nextAskAfter } from '../domain/payment-clocks.ts';
import type { PaymentsDatabase } from './database.ts';

/** For so long something belongs to whoever took it, milliseconds; longer than the provider may take. */
const leaseMs = 30_000;

/**
 * Takes payments and refunds about which the provider is to be asked. They belong to this process for a while; several processes take different ones, and what
 * one took that was killed comes again.
 */
export async function takeDue(
  db: Kysely<PaymentsDatabase>,
  table: 'payment' | 'refund',
  now: Date,
  most: number,
): Promise<{ id: string; asked: number }[]> {
  return db
    .updateTable(table)
    .set(({ eb }) => ({ ask_at: new Date(now.getTime() + leaseMs), asked: eb('asked', '+', 1) }))
    .where('id', 'in', (due) =>
      due
        .selectFrom(table)
        .select('id')
        .where('ask_at', '<=', now)
        .orderBy('ask_at')
        .limit(most)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'asked'])
    .execute();
}

/** Asks again later: ever more rarely while nothing happens, but for a payment also when its time is over. */
export async function askAgain(
  db: Kysely<PaymentsDatabase>,
  table: 'payment' | 'refund',
  { id, asked }: { id: string; asked: number },
  now: Date,
): Promise<void> {
  const next = new Date(now.getTime() + nextAskAfter(asked));
  if (table === 'refund') {
    await db
      .updateTable('refund')
      .set({ ask_at: next })
      .where('id', '=', id)
      .where('status', '=', 'SUBMITTED')
      .execute();
    return;
  }
  await db
    .updateTable('payment')
    .set(({ eb, fn, ref, val }) => ({
      ask_at: eb
        .case()
        .when('expires_at', '>', now)
        .then(fn<Date>('least', [val(next), ref('expires_at')]))
        .else(next)
        .end(),
    }))
    .where('id', '=', id)
    .where('ask_at', 'is not', null)
    .execute();
}

/** Forgets keys and callbacks whose time is over. */
export async function forget(db: Kysely<PaymentsDatabase>, before: Date): Promise<void> {
  await db.deleteFrom('payment_request').where('created_at', '<', before).execute();
  await db.deleteFrom('provider_callback').where('received_at', '<', before).execute();
}
