import type { Kysely } from 'kysely';
import { addMonths, germanDay } from '../../../kit/data/calendar.ts';
import { clocksOn } from '../../domain/procedures/clocks.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { Work } from '../parts.ts';
import { applyEffect } from './apply-effect.ts';
import { changeState } from './change-state.ts';
import { releaseHoldings } from './end-procedure.ts';
import { keyHours } from './once.ts';
import { postDecision } from './post-decision.ts';
import { lockProcedure } from './procedure-rows.ts';

type Database = Kysely<VehicleRegistrationDatabase>;

/** How often each clock struck. */
export interface ClocksRun {
  abandoned: number;
  unpaid: number;
  posted: number;
  effected: number;
  deletedProtocols: number;
  freedPlates: number;
}

const minuteMs = 60_000;
/** A payment that was begun with the last demand is over after 90 minutes; only then a procedure counts as unpaid. */
const paymentLifeMinutes = 90;

/** Lets the times of the law run out that have run out by now. Any number may run at once and any number of times: each thing happens once. */
export async function runClocks(db: Database, now: Date): Promise<ClocksRun> {
  return {
    abandoned: await abandonInput(db, now),
    unpaid: await abandonUnpaid(db, now),
    posted: await post(db, now),
    effected: await effect(db, now),
    deletedProtocols: await deleteProtocols(db, now),
    freedPlates: await deleteExpired(db, now),
  };
}

const minutesAgo = (now: Date, minutes: number) => new Date(now.getTime() - minutes * minuteMs);

/** Takes due rows one by one, each in a transaction of its own; what another one holds is left to it. */
async function each(
  db: Database,
  next: (work: Work) => Promise<{ id: string } | undefined>,
  act: (work: Work, id: string) => Promise<unknown>,
): Promise<number> {
  for (let count = 0; ; count++) {
    const isFound = await db.transaction().execute(async (work) => {
      const due = await next(work);
      if (due) await act(work, due.id);
      return due !== undefined;
    });
    if (!isFound) return count;
  }
}

function abandonInput(db: Database, now: Date): Promise<number> {
  const before = minutesAgo(now, clocksOn(germanDay(now)).abandonMinutes);
  return each(
    db,
    (work) =>
      work
        .selectFrom('procedure')
        .select('id')
        .where('state', 'in', ['DRAFT', 'CHECKED'])
        .where('touched_at', '<=', before)
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst(),
    (work, id) => abandon(work, id, now),
  );
}

function abandonUnpaid(db: Database, now: Date): Promise<number> {
  const { demandMinutes } = clocksOn(germanDay(now));
  return each(
    db,
    (work) =>
      work
        .selectFrom('procedure')
        .select('id')
        .where('state', '=', 'AWAITING_PAYMENT')
        .where('payable_until', '<=', minutesAgo(now, demandMinutes + paymentLifeMinutes))
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst(),
    (work, id) => abandon(work, id, now),
  );
}

async function abandon(work: Work, id: string, now: Date): Promise<void> {
  const procedure = await lockProcedure(work, id);
  await changeState(work, procedure, { event: 'ABANDON', actor: 'SYSTEM', now, set: { inputs: '{}', findings: '[]' } });
  await releaseHoldings(work, procedure, now);
}

function post(db: Database, now: Date): Promise<number> {
  return each(
    db,
    (work) =>
      work
        .selectFrom('procedure_decision')
        .select('procedure_id as id')
        .where('retrieved_at', 'is', null)
        .where('posted_at', 'is', null)
        .where('retrievable_until', '<=', now)
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst(),
    (work, id) => postDecision(work, id, now),
  );
}

function effect(db: Database, now: Date): Promise<number> {
  const today = germanDay(now);
  return each(
    db,
    (work) =>
      work
        .selectFrom('procedure_decision')
        .select('procedure_id as id')
        .where('outcome', '=', 'APPROVED')
        .where('effected_at', 'is', null)
        .where('effective_on', '<=', today)
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst(),
    (work, id) => effectOnItsDay(work, id, now),
  );
}

async function effectOnItsDay(work: Work, id: string, now: Date): Promise<void> {
  const { effective_on: day } = await work
    .selectFrom('procedure_decision')
    .select('effective_on')
    .where('procedure_id', '=', id)
    .executeTakeFirstOrThrow();
  await applyEffect(work, id, day ?? germanDay(now), now);
}

/** What was decided stays, without what was typed and how it came about; what came to nothing goes altogether. */
async function deleteProtocols(db: Database, now: Date): Promise<number> {
  const today = germanDay(now);
  const before = new Date(`${addMonths(today, -clocksOn(today).protocolMonths)}T00:00:00Z`);
  const ended = db.selectFrom('procedure').select('id').where('ended_at', '<', before);
  const { numDeletedRows } = await db
    .deleteFrom('procedure_history')
    .where('procedure_id', 'in', ended)
    .executeTakeFirst();
  await db
    .updateTable('procedure')
    .set({ inputs: '{}', findings: '[]', new_vehicle: null })
    .where('ended_at', '<', before)
    .execute();
  await db
    .deleteFrom('procedure')
    .where('ended_at', '<', before)
    .where('state', 'in', ['WITHDRAWN', 'ABANDONED'])
    .where('payment_id', 'is', null)
    .execute();
  return Number(numDeletedRows);
}

async function deleteExpired(db: Database, now: Date): Promise<number> {
  await db
    .deleteFrom('idempotency_key')
    .where('created_at', '<', minutesAgo(now, keyHours * 60))
    .execute();
  await db
    .deleteFrom('wrong_code')
    .where('at', '<', minutesAgo(now, 24 * 60))
    .execute();
  const { numDeletedRows } = await db
    .deleteFrom('plate_reservation')
    .where('expires_at', '<=', now)
    .where('procedure_id', 'is', null)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
