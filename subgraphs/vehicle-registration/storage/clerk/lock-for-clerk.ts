import type { Work } from '../parts.ts';
import type { ProcedureRow } from '../procedures/procedure-rows.ts';
import type { Official } from './clerk-store.ts';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A procedure before the clerk's authority, locked until the transaction ends; null for every other. */
export async function lockForClerk(work: Work, id: string, { clerk }: Official): Promise<ProcedureRow | null> {
  if (!uuid.test(id)) return null;
  const row = await work
    .selectFrom('procedure')
    .selectAll()
    .where('id', '=', id)
    .where('authority', '=', clerk.authority)
    .where('submitted_at', 'is not', null)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}
