import { createHash } from 'node:crypto';
import { sql, type Kysely, type Transaction } from 'kysely';
import { v7 } from 'uuid';
import { germanDay } from '../../kit/data/calendar.ts';
import type { FeeDemand } from '../domain/fee-demand.ts';
import { demanded } from '../domain/ledger.ts';
import { clocksOn, nextAskAfter } from '../domain/payment-clocks.ts';
import { initialState } from '../domain/payment-status.ts';
import type { PaymentProblemCode } from '../domain/payment-problem.ts';
import type { PaymentsDatabase } from './database.ts';
import { postEntries } from './post-entries.ts';
import { findPayment, type PaymentRow } from './payment-rows.ts';

export interface WantedPayment {
  citizen: string;
  /** Idempotency key. */
  key: string;
  demand: FeeDemand;
  returnUrl: string;
}

/** The payment, or why there is none; with both, the one that stands in the way and is the same citizen's. */
export interface Recorded {
  payment: PaymentRow | null;
  problem: PaymentProblemCode | null;
}

/** The demand has a payment already. */
export class DemandHeld extends Error {}

/** What was asked for. A demand that is fetched again is signed again, with another time; that makes it no other demand. */
function fingerprintOf({ demand, returnUrl }: WantedPayment): Buffer {
  const { client, id, caseReference, authority, purpose, lines } = demand;
  const asked = JSON.stringify([client, id, caseReference, authority, purpose, lines, returnUrl]);
  return createHash('sha256').update(asked).digest();
}

/**
 * Writes the payment of a demand, once for each idempotency key, and once for each demand while that payment is under way or succeeded.
 * Both are unique constraints: whoever comes second waits for the first and then finds its payment.
 */
export async function recordPayment(db: Kysely<PaymentsDatabase>, wanted: WantedPayment, now: Date): Promise<Recorded> {
  const known = await recorded(db, wanted, now);
  if (known) return known;
  try {
    const id = await db.transaction().execute((transaction) => write(transaction, wanted, now));
    const written = id === null ? await recorded(db, wanted, now) : await foundById(db, id);
    return written ?? { payment: null, problem: 'DEMAND_IN_PAYMENT' };
  } catch (error) {
    if (error instanceof DemandHeld) return heldBy(db, wanted);
    throw error;
  }
}

/** What this key stands for already. */
async function recorded(db: Kysely<PaymentsDatabase>, wanted: WantedPayment, now: Date): Promise<Recorded | undefined> {
  const request = await db
    .selectFrom('payment_request')
    .select(['fingerprint', 'payment_id'])
    .where('citizen', '=', wanted.citizen)
    .where('key', '=', wanted.key)
    .where('created_at', '>', forgottenBefore(now))
    .executeTakeFirst();
  if (!request) return undefined;
  const isSame = request.fingerprint.equals(fingerprintOf(wanted));
  return isSame ? foundById(db, request.payment_id) : { payment: null, problem: 'IDEMPOTENCY_CONFLICT' };
}

async function foundById(db: Kysely<PaymentsDatabase>, id: string): Promise<Recorded | undefined> {
  const payment = await findPayment(db, id);
  return payment && { payment, problem: null };
}

function forgottenBefore(now: Date): Date {
  return new Date(now.getTime() - clocksOn(germanDay(now)).keyHours * 3_600_000);
}

/** @returns the id of the new payment; null when somebody else has taken the key meanwhile */
async function write(
  transaction: Transaction<PaymentsDatabase>,
  wanted: WantedPayment,
  now: Date,
): Promise<string | null> {
  const { citizen, key } = wanted;
  const id = v7();
  await transaction
    .deleteFrom('payment_request')
    .where('citizen', '=', citizen)
    .where('key', '=', key)
    .where('created_at', '<=', forgottenBefore(now))
    .execute();
  const taken = await transaction
    .insertInto('payment_request')
    .values({ citizen, key, fingerprint: fingerprintOf(wanted), payment_id: id, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();
  if (!taken) return null;
  await insertPayment(transaction, id, wanted, now);
  return id;
}

/**
 * Writes the payment of a demand, just created, with its lines, history and posting.
 * @throws DemandHeld where the demand has a payment that lives or succeeded
 */
export async function insertPayment(
  transaction: Transaction<PaymentsDatabase>,
  id: string,
  wanted: Omit<WantedPayment, 'key'>,
  now: Date,
): Promise<void> {
  const { demand } = wanted;
  await writePayment(transaction, id, wanted, now);
  await writeLines(transaction, id, demand);
  await transaction
    .insertInto('payment_history')
    .values({ payment_id: id, position: 1, status: initialState.status, at: now })
    .execute();
  const { authority, lines } = demand;
  await postEntries(transaction, {
    kind: 'DEMAND',
    authority,
    subject: id,
    paymentId: id,
    at: now,
    entries: demanded(lines),
  });
}

async function writePayment(
  transaction: Transaction<PaymentsDatabase>,
  id: string,
  { citizen, demand, returnUrl }: Omit<WantedPayment, 'key'>,
  now: Date,
): Promise<void> {
  const inserted = await transaction
    .insertInto('payment')
    .values({
      id,
      citizen,
      authority: demand.authority,
      purpose_de: demand.purpose.de,
      purpose_en: demand.purpose.en,
      amount_cents: demand.cents,
      status: initialState.status,
      failure_reason: null,
      created_at: now,
      paid_at: null,
      client: demand.client,
      demand_id: demand.id,
      case_reference: demand.caseReference,
      return_url: returnUrl,
      expires_at: new Date(now.getTime() + clocksOn(germanDay(now)).expiryMinutes * 60_000),
      ask_at: new Date(now.getTime() + nextAskAfter(0)),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['client', 'demand_id'])
        .where(
          sql<boolean>`status NOT IN ('FAILED', 'CANCELLED') AND NOT (status = 'ERROR' AND transaction_id IS NULL)`,
        )
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!inserted) throw new DemandHeld();
}

async function writeLines(transaction: Transaction<PaymentsDatabase>, id: string, demand: FeeDemand): Promise<void> {
  await transaction
    .insertInto('payment_line')
    .values(
      demand.lines.map(({ number, text, cents }, index) => ({
        payment_id: id,
        position: index + 1,
        number,
        text_de: text.de,
        text_en: text.en,
        amount_cents: cents,
      })),
    )
    .execute();
}

/** The payment that the demand has; it is shown to the one whose it is. */
async function heldBy(db: Kysely<PaymentsDatabase>, { citizen, demand }: WantedPayment): Promise<Recorded> {
  const payment = await db
    .selectFrom('payment')
    .selectAll()
    .where('client', '=', demand.client)
    .where('demand_id', '=', demand.id)
    .where('status', 'not in', ['FAILED', 'CANCELLED'])
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const problem = payment?.status === 'SUCCESS' ? 'ALREADY_PAID' : 'DEMAND_IN_PAYMENT';
  return { payment: payment?.citizen === citizen ? payment : null, problem };
}
