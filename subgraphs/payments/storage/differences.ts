import type { Kysely, Selectable, Transaction } from 'kysely';
import { v7, validate } from 'uuid';
import type { Difference, Resolution } from '../domain/reconciliation.ts';
import type { PaymentsDatabase } from './database.ts';
import type { DifferenceTable, ReconciliationTable } from './reconciliation-tables.ts';

export type DifferenceRow = Selectable<DifferenceTable>;
export type ReconciliationRow = Selectable<ReconciliationTable>;

export interface FoundDifference extends Difference {
  paymentId: string | null;
  /** How it was resolved on the spot. */
  resolution?: Resolution;
}

/** Writes the differences that are new: each is found once, however often a day is compared. */
export async function recordDifferences(
  transaction: Transaction<PaymentsDatabase>,
  { authority, day, now }: { authority: string; day: string; now: Date },
  found: readonly FoundDifference[],
): Promise<void> {
  if (found.length === 0) return;
  await transaction
    .insertInto('difference')
    .values(
      found.map((each) => ({
        id: v7(),
        authority,
        day,
        kind: each.kind,
        subject: each.subject,
        payment_id: each.paymentId,
        ours_cents: each.oursCents,
        theirs_cents: each.theirsCents,
        found_at: now,
        resolution: each.resolution ?? null,
        note: null,
        resolved_by: null,
        resolved_at: each.resolution ? now : null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['authority', 'kind', 'subject']).doNothing())
    .execute();
}

/** Open differences of a kind about these subjects, locked. */
export async function lockOpen(
  transaction: Transaction<PaymentsDatabase>,
  authority: string,
  kind: 'MISSING_HERE' | 'MISSING_THERE',
  subjects: readonly string[],
): Promise<DifferenceRow[]> {
  if (subjects.length === 0) return [];
  return transaction
    .selectFrom('difference')
    .selectAll()
    .where('authority', '=', authority)
    .where('kind', '=', kind)
    .where('subject', 'in', subjects)
    .where('resolution', 'is', null)
    .forUpdate()
    .execute();
}

export async function lockDifference(
  transaction: Transaction<PaymentsDatabase>,
  authority: string,
  id: string,
): Promise<DifferenceRow | undefined> {
  if (!validate(id)) return undefined;
  return transaction
    .selectFrom('difference')
    .selectAll()
    .where('authority', '=', authority)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function markResolved(
  transaction: Transaction<PaymentsDatabase>,
  id: string,
  resolved: { resolution: Resolution; by: string | null; note: string | null; now: Date },
): Promise<DifferenceRow> {
  return transaction
    .updateTable('difference')
    .set({ resolution: resolved.resolution, resolved_by: resolved.by, note: resolved.note, resolved_at: resolved.now })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function recordReconciliation(
  transaction: Transaction<PaymentsDatabase>,
  row: ReconciliationRow,
): Promise<void> {
  await transaction
    .insertInto('reconciliation')
    .values(row)
    .onConflict((conflict) => conflict.columns(['authority', 'day']).doUpdateSet(row))
    .execute();
}

export function findReconciliation(
  db: Kysely<PaymentsDatabase>,
  authority: string,
  day: string,
): Promise<ReconciliationRow | undefined> {
  return db
    .selectFrom('reconciliation')
    .selectAll()
    .where('authority', '=', authority)
    .where('day', '=', day)
    .executeTakeFirst();
}

/** Differences that nobody has resolved yet, the oldest first. */
export function listOpenDifferences(
  db: Kysely<PaymentsDatabase>,
  authority: string,
  most: number,
): Promise<DifferenceRow[]> {
  return db
    .selectFrom('difference')
    .selectAll()
    .where('authority', '=', authority)
    .where('resolution', 'is', null)
    .orderBy('found_at')
    .orderBy('id')
    .limit(most)
    .execute();
}

export function listDifferences(
  db: Kysely<PaymentsDatabase>,
  authority: string,
  day: string,
): Promise<DifferenceRow[]> {
  return db
    .selectFrom('difference')
    .selectAll()
    .where('authority', '=', authority)
    .where('day', '=', day)
    .orderBy('found_at')
    .orderBy('id')
    .execute();
}
