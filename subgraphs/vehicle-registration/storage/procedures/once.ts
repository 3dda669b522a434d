import { createHash } from 'node:crypto';
import type { Work } from '../parts.ts';

/** How long a key is remembered. */
export const keyHours = 24;

export interface Request {
  citizen: string;
  key: string;
  /** What is asked, with the name of the operation: the same key for something else is a conflict. */
  request: readonly unknown[];
  now: Date;
}

/**
 * Does something once for a key of a citizen: whoever repeats a request, also at the same time, gets the first one's result.
 * @returns the result of this or the first time; null where the key was used for another request
 */
export async function once(
  work: Work,
  { citizen, key, request, now }: Request,
  make: () => Promise<string | null>,
): Promise<{ result: string; isRepeated: boolean } | 'CONFLICT' | 'NOT_DONE'> {
  const digest = createHash('sha256').update(JSON.stringify(request)).digest();
  // The primary key makes whoever comes second wait for the first one's commit.
  const { numInsertedOrUpdatedRows } = await work
    .insertInto('idempotency_key')
    .values({ citizen, key, request: digest, result: '', created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) {
    const known = await work
      .selectFrom('idempotency_key')
      .select(['request', 'result'])
      .where('citizen', '=', citizen)
      .where('key', '=', key)
      .executeTakeFirstOrThrow();
    return known.request.equals(digest) ? { result: known.result, isRepeated: true } : 'CONFLICT';
  }
  const result = await make();
  const own = work.updateTable('idempotency_key').where('citizen', '=', citizen).where('key', '=', key);
  if (result === null) {
    // What was refused may be tried again with the same key.
    await work.deleteFrom('idempotency_key').where('citizen', '=', citizen).where('key', '=', key).execute();
    return 'NOT_DONE';
  }
  await own.set({ result }).execute();
  return { result, isRepeated: false };
}

/** Whether this can be a key. */
export function isKey(key: string): boolean {
  return key.length >= 1 && key.length <= 128 && !key.includes('\0');
}
