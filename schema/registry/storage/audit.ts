import { sql } from 'kysely';
import { findBreak, nextEntry, type AuditEntry, type AuditEvent } from '../domain/audit-chain.ts';
import type { Db, Tx } from './database.ts';

/** Appends to the audit log, in the transaction of what it tells. Writers queue for its end, which they hold until they commit. */
export async function writeAudit(tx: Tx, ...events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  await sql`SELECT pg_advisory_xact_lock(hashtext('registry audit'))`.execute(tx);
  const last = await tx
    .selectFrom('audit')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  const entries: AuditEntry[] = [];
  for (const event of events) entries.push(nextEntry(entries.at(-1) ?? last, event));
  await tx.insertInto('audit').values(entries).execute();
}

const pageSize = 1_000;

/** What the verifier found. */
export interface AuditVerdict {
  /** Entries that hold. */
  entries: number;
  /** Hash of the last one that holds: who noted it elsewhere also sees an end that was cut off. */
  head: string | undefined;
  broken: { sequence: number; reason: string } | undefined;
}

/** Reads the whole log and checks the chain. */
export async function verifyAudit(db: Db): Promise<AuditVerdict> {
  let last: AuditEntry | undefined;
  for (;;) {
    const page: AuditEntry[] = await db
      .selectFrom('audit')
      .selectAll()
      .where('sequence', '>', last?.sequence ?? 0)
      .orderBy('sequence')
      .limit(pageSize)
      .execute();
    const broken = findBreak(page, last);
    if (broken)
      return {
        entries: broken.sequence - 1,
        head: page[broken.sequence - 2 - (last?.sequence ?? 0)]?.hash ?? last?.hash,
        broken,
      };
    last = page.at(-1) ?? last;
    if (page.length < pageSize) return { entries: last?.sequence ?? 0, head: last?.hash, broken: undefined };
  }
}
