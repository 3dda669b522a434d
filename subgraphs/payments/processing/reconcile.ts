import type { Transaction } from 'kysely';
import type { Logger } from '../../../platform/log.ts';
import { ProviderError, type SettlementLine } from '../clients/payment-provider.ts';
import { claimed, settled } from '../domain/ledger.ts';
import { compare, type Difference, type SettledMovement } from '../domain/reconciliation.ts';
import type { PaymentsDatabase } from '../storage/database.ts';
import { lockOpen, markResolved, recordDifferences, recordReconciliation } from '../storage/differences.ts';
import { postEntries } from '../storage/post-entries.ts';
import {
  authoritiesToReconcile,
  earlierLines,
  ownMovements,
  storeLines,
  unfinishedAmong,
  type OwnMovement,
} from '../storage/settlements.ts';
import { followPayment } from './follow-payment.ts';
import type { Work } from './services.ts';

interface Scope {
  authority: string;
  /** By the provider's calendar (UTC), YYYY-MM-DD. */
  day: string;
  now: Date;
}

/**
 * Compares a day with the provider's settlement file and posts what was settled. It can be done again: lines are posted once, differences found once.
 * @throws ProviderError
 */
export async function reconcile(work: Work, authority: string, day: string): Promise<void> {
  const { db, services } = work;
  const lines = await services.provider.settlement(authority, day);
  const asked = await askAboutUnfinished(work, authority, lines);
  const scope = { authority, day, now: services.clock() };
  await db.transaction().execute((transaction) => settle(transaction, scope, lines, asked));
}

/** A payment that was settled and is no success here was missed: the provider says how it stands. @returns transactions that became one */
async function askAboutUnfinished(
  work: Work,
  authority: string,
  lines: readonly SettlementLine[],
): Promise<Set<string>> {
  const named = lines.map(({ transactionId }) => transactionId);
  const before = await unfinishedAmong(work.db, authority, named);
  for (const { id } of before) await followPayment(work, id);
  const still = new Set((await unfinishedAmong(work.db, authority, named)).map(({ id }) => id));
  return new Set(before.flatMap((each) => (still.has(each.id) || !each.transaction_id ? [] : [each.transaction_id])));
}

async function settle(
  transaction: Transaction<PaymentsDatabase>,
  scope: Scope,
  lines: readonly SettlementLine[],
  asked: ReadonlySet<string>,
): Promise<void> {
  const { authority, day, now } = scope;
  const named = lines.map(({ subject }) => subject);
  const ours = await ownMovements(transaction, authority, day, named);
  const transactionIds = lines.map(({ transactionId }) => transactionId);
  const earlier = await earlierLines(transaction, authority, day, transactionIds);
  const differences = compare(ours, [...earlier, ...lines]);
  const fresh = await storeLines(transaction, authority, day, lines);
  const own = new Map(ours.map((each) => [`${each.kind} ${each.subject}`, each]));
  for (const line of lines.filter(({ lineId }) => fresh.has(lineId)))
    await postLine(transaction, scope, line, own, differences);
  await resolveByThemselves(transaction, scope, ours, lines);
  const found = differences.map((each) => ({ ...each, paymentId: paymentOf(each, ours) }));
  await recordDifferences(transaction, scope, [...found, ...answered(asked, lines, ours)]);
  const sum = (cents: readonly { cents: number }[]) => cents.reduce((total, each) => total + each.cents, 0);
  await recordReconciliation(transaction, {
    authority,
    day,
    ran_at: now,
    lines: lines.length,
    ours_cents: sum(ours),
    theirs_cents: sum(lines),
  });
}

const paymentOf = ({ subject }: Difference, ours: readonly OwnMovement[]) =>
  ours.find((each) => each.subject === subject)?.paymentId ?? null;

/** Money has arrived. What belongs to a movement of ours clears it; a second line for the same one clears nothing more. */
async function postLine(
  transaction: Transaction<PaymentsDatabase>,
  { authority, now }: Scope,
  line: SettledMovement,
  own: ReadonlyMap<string, OwnMovement>,
  differences: readonly Difference[],
): Promise<void> {
  const isAgain = differences.some(({ kind, subject }) => kind === 'DUPLICATE' && subject === line.lineId);
  const matched = isAgain ? undefined : own.get(`${line.kind} ${line.subject}`);
  await postEntries(transaction, {
    kind: 'SETTLEMENT',
    authority,
    subject: `${authority} ${line.lineId}`,
    paymentId: matched?.paymentId ?? null,
    at: now,
    entries: settled(line.cents, matched?.cents ?? 0),
  });
}

/** What was missing here and is known by now, and what was missing there and has been settled by now. */
async function resolveByThemselves(
  transaction: Transaction<PaymentsDatabase>,
  { authority, now }: Scope,
  ours: readonly OwnMovement[],
  lines: readonly SettlementLine[],
): Promise<void> {
  const subjects = ours.map(({ subject }) => subject);
  for (const missed of await lockOpen(transaction, authority, 'MISSING_HERE', subjects)) {
    await postEntries(transaction, {
      kind: 'CORRECTION',
      authority,
      subject: missed.id,
      paymentId: missed.payment_id,
      at: now,
      entries: claimed(missed.theirs_cents ?? 0),
    });
    await markResolved(transaction, missed.id, { resolution: 'STATUS_ASKED', by: null, note: null, now });
  }
  const settledNow = lines.map(({ subject }) => subject);
  for (const late of await lockOpen(transaction, authority, 'MISSING_THERE', settledNow))
    await markResolved(transaction, late.id, { resolution: 'SETTLED_LATER', by: null, note: null, now });
}

/** What the file told first, and the provider then confirmed. */
function answered(asked: ReadonlySet<string>, lines: readonly SettlementLine[], ours: readonly OwnMovement[]) {
  return lines
    .filter(({ kind, transactionId }) => kind === 'PAYMENT' && asked.has(transactionId))
    .map((line) => ({
      kind: 'MISSING_HERE' as const,
      subject: line.subject,
      paymentId: ours.find(({ subject }) => subject === line.subject)?.paymentId ?? null,
      oursCents: null,
      theirsCents: line.cents,
      resolution: 'STATUS_ASKED' as const,
    }));
}

/** So many days back it is looked for what was not compared. */
const daysBack = 7;

/** Compares the days that are over and were not compared yet, for every authority that is paid here. */
export async function reconcileDaysThatAreOver(work: Work, log: Logger): Promise<void> {
  for (let ago = daysBack; ago >= 1; ago -= 1) {
    const day = new Date(work.services.clock().getTime() - ago * 86_400_000).toISOString().slice(0, 10);
    for (const authority of await authoritiesToReconcile(work.db, day)) {
      try {
        await reconcile(work, authority, day);
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        log.warn({ err: error, authority, day }, 'a day could not be compared; it is tried again');
      }
    }
  }
}
