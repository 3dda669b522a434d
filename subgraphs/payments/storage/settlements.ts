import { sql, type Kysely, type Transaction } from 'kysely';
import type { SettlementLine } from '../clients/payment-provider.ts';
import type { Movement } from '../domain/reconciliation.ts';
import type { PaymentsDatabase } from './database.ts';

/** A movement as it is known here, with its payment. */
export interface OwnMovement extends Movement {
  paymentId: string;
}

/** Stores the lines of a file that are new. @returns the ids of those */
export async function storeLines(
  transaction: Transaction<PaymentsDatabase>,
  authority: string,
  day: string,
  lines: readonly SettlementLine[],
): Promise<Set<string>> {
  if (lines.length === 0) return new Set();
  const stored = await transaction
    .insertInto('settlement_line')
    .values(
      lines.map((line) => ({
        authority,
        line_id: line.lineId,
        day,
        transaction_id: line.transactionId,
        kind: line.kind,
        refund_id: line.refundId,
        amount_cents: line.cents,
        booked_at: line.bookedAt,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('line_id')
    .execute();
  return new Set(stored.map((line) => line.line_id));
}

/** Lines of files of other days about the same transactions: what is settled there is settled. */
export async function earlierLines(
  db: Kysely<PaymentsDatabase>,
  authority: string,
  day: string,
  transactionIds: readonly string[],
) {
  if (transactionIds.length === 0) return [];
  const rows = await db
    .selectFrom('settlement_line')
    .selectAll()
    .where('authority', '=', authority)
    .where('day', '<>', day)
    .where('transaction_id', 'in', transactionIds)
    .orderBy('booked_at')
    .execute();
  return rows.map((row) => ({
    kind: row.kind,
    subject: row.refund_id ?? row.transaction_id,
    cents: row.amount_cents,
    lineId: row.line_id,
  }));
}

/**
 * What is known here of a day, by the provider's calendar (UTC): what was paid and given back on it, unless it was settled on another day, and all that the file
 * names. What was written off as never settled counts no more.
 */
export async function ownMovements(
  db: Kysely<PaymentsDatabase>,
  authority: string,
  day: string,
  named: readonly string[],
): Promise<OwnMovement[]> {
  const { rows } = await sql<{ kind: 'PAYMENT' | 'REFUND'; subject: string; cents: number; paymentId: string }>`
    WITH movement AS (
      SELECT 'PAYMENT' AS kind, transaction_id AS subject, amount_cents AS cents, id AS payment_id, paid_at AS at
        FROM payment WHERE authority = ${authority} AND status = 'SUCCESS' AND transaction_id IS NOT NULL
      UNION ALL
      SELECT 'REFUND', refund.id::text, -refund.amount_cents, payment_id, finished_at
        FROM refund JOIN payment ON payment.id = payment_id WHERE authority = ${authority} AND refund.status = 'SUCCESS'
    )
    SELECT kind, subject, cents, payment_id::text AS "paymentId" FROM movement
    WHERE (subject = ANY(${named}::text[])
        OR ((at AT TIME ZONE 'UTC')::date = ${day}::date AND NOT EXISTS (
          SELECT FROM settlement_line s WHERE s.authority = ${authority} AND s.kind = movement.kind
            AND COALESCE(s.refund_id, s.transaction_id) = subject AND s.day <> ${day}::date)))
      AND NOT EXISTS (
        SELECT FROM difference d WHERE d.authority = ${authority} AND d.kind = 'MISSING_THERE' AND d.subject = movement.subject
          AND d.resolution = 'WRITTEN_OFF')
    ORDER BY at, subject`.execute(db);
  return rows;
}

/** Payments of an authority that the file names and that are no success here. */
export async function unfinishedAmong(
  db: Kysely<PaymentsDatabase>,
  authority: string,
  transactionIds: readonly string[],
): Promise<{ id: string; transaction_id: string | null }[]> {
  if (transactionIds.length === 0) return [];
  return db
    .selectFrom('payment')
    .select(['id', 'transaction_id'])
    .where('authority', '=', authority)
    .where('transaction_id', 'in', transactionIds)
    .where('status', '<>', 'SUCCESS')
    .execute();
}

/** Authorities with payments up to a day which was not compared yet; also those that had none on it, since the provider may know of some. */
export async function authoritiesToReconcile(db: Kysely<PaymentsDatabase>, day: string): Promise<string[]> {
  const { rows } = await sql<{ authority: string }>`
    SELECT DISTINCT authority FROM payment p
    WHERE client IS NOT NULL AND created_at < (${day}::date + 1)::timestamp AT TIME ZONE 'UTC'
      AND NOT EXISTS (SELECT FROM reconciliation r WHERE r.authority = p.authority AND r.day = ${day}::date)
    ORDER BY authority`.execute(db);
  return rows.map(({ authority }) => authority);
}
