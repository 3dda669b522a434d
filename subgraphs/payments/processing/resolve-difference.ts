import { explained } from '../domain/ledger.ts';
import { paymentProblem, type PaymentProblem } from '../domain/payment-problem.ts';
import { fits, type Resolution } from '../domain/reconciliation.ts';
import { isText } from '../domain/typed-text.ts';
import { lockDifference, markResolved, type DifferenceRow } from '../storage/differences.ts';
import { postEntries } from '../storage/post-entries.ts';
import type { Work } from './services.ts';

export interface Verdict {
  id: string;
  resolution: Resolution;
  note: string;
  /** Sector identifier of the clerk. */
  clerk: string;
}

/** A clerk says what became of a difference; the ledger is corrected with it. */
export async function resolveDifference(
  { db, services }: Work,
  authority: string,
  { id, resolution, note, clerk }: Verdict,
): Promise<{ difference: DifferenceRow | null; problems: PaymentProblem[] }> {
  if (!isText(note, 500)) return { difference: null, problems: [paymentProblem('REASON_MISSING', 'note')] };
  return db.transaction().execute(async (transaction) => {
    const found = await lockDifference(transaction, authority, id);
    if (!found) return { difference: null, problems: [paymentProblem('NOT_FOUND', 'id')] };
    const difference = { kind: found.kind, oursCents: found.ours_cents, theirsCents: found.theirs_cents };
    const entries =
      found.resolution === null && fits(difference, resolution) ? explained(difference, resolution) : null;
    if (!entries) return { difference: found, problems: [paymentProblem('RESOLUTION_DOES_NOT_FIT', 'resolution')] };
    const now = services.clock();
    await postEntries(transaction, {
      kind: 'CORRECTION',
      authority,
      subject: id,
      paymentId: found.payment_id,
      at: now,
      entries,
    });
    const resolved = await markResolved(transaction, id, { resolution, by: clerk, note, now });
    return { difference: resolved, problems: [] };
  });
}
