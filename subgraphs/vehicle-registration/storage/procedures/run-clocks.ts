import { sql, type Kysely } from 'kysely';
import { addMonths, germanDay } from '../../../kit/data/calendar.ts';
import { clocksOn } from '../../domain/procedures/clocks.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { Parts, Work } from '../parts.ts';
import { applyEffect } from './apply-effect.ts';
import { changeState } from './change-state.ts';
import { releaseHoldings } from './end-procedure.ts';
import { keyHours } from './once.ts';
import { postDecision } from './post-decision.ts';
import { lockProcedure, type ProcedureRow } from './procedure-rows.ts';

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
export async function runClocks(db: Database, now: Date, { deliver }: Pick<Parts, 'deliver'>): Promise<ClocksRun> {
  return {
    abandoned: await abandonInput(db, now),
    unpaid: await abandonUnpaid(db, now),
    posted: await post(db, now),
    effected: await effect(db, now, deliver),
    deletedProtocols: await deleteProtocols(db, now),
    freedPlates: await deleteExpired(db, now),
  };
}

const minutesAgo = (now: Date, minutes: number) => new Date(now.getTime() - minutes * minuteMs);

/** So many of a kind are taken in one run; the next one takes the rest. */
const mostAtOnce = 1_000;

/**
 * Acts on what is due, one by one, each in a transaction of its own. One that fails keeps nothing else from its time: the others are done first.
 * @param act does nothing and says so where another run was faster
 * @throws AggregateError when all others are done
 */
async function each(
  db: Database,
  due: readonly { id: string }[],
  act: (work: Work, id: string) => Promise<boolean>,
): Promise<number> {
  const failures: unknown[] = [];
  let count = 0;
  for (const { id } of due) {
    try {
      if (await db.transaction().execute((work) => act(work, id))) count++;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${due.length} could not be done.`);
  return count;
}

async function abandonInput(db: Database, now: Date): Promise<number> {
  const before = minutesAgo(now, clocksOn(germanDay(now)).abandonMinutes);
  const due = await db
    .selectFrom('procedure')
    .select('id')
    .where('state', 'in', ['DRAFT', 'CHECKED'])
    .where('touched_at', '<=', before)
    .limit(mostAtOnce)
    .execute();
  // Somebody may have gone on with it since.
  return each(db, due, (work, id) => abandon(work, id, now, ({ touched_at: touchedAt }) => touchedAt <= before));
}

async function abandonUnpaid(db: Database, now: Date): Promise<number> {
  const { demandMinutes } = clocksOn(germanDay(now));
  const due = await db
    .selectFrom('procedure')
    .select('id')
    .where('state', '=', 'AWAITING_PAYMENT')
    .where('payable_until', '<=', minutesAgo(now, demandMinutes + paymentLifeMinutes))
    .limit(mostAtOnce)
    .execute();
  return each(db, due, (work, id) => abandon(work, id, now, ({ state }) => state === 'AWAITING_PAYMENT'));
}

async function abandon(
  work: Work,
  id: string,
  now: Date,
  isDue: (procedure: ProcedureRow) => boolean,
): Promise<boolean> {
  const procedure = await lockProcedure(work, id);
  if (!isDue(procedure)) return false;
  const set = { inputs: '{}', findings: '[]', new_vehicle: null };
  if (!(await changeState(work, procedure, { event: 'ABANDON', actor: 'SYSTEM', now, set }))) return false;
  await releaseHoldings(work, procedure, now);
  return true;
}

async function post(db: Database, now: Date): Promise<number> {
  const due = await db
    .selectFrom('procedure_decision')
    .select('procedure_id as id')
    .where('retrieved_at', 'is', null)
    .where('posted_at', 'is', null)
    .where('retrievable_until', '<=', now)
    .limit(mostAtOnce)
    .execute();
  return each(db, due, (work, id) => postDecision(work, id, now));
}

async function effect(db: Database, now: Date, deliver: Parts['deliver']): Promise<number> {
  const due = await db
    .selectFrom('procedure_decision')
    .select(['procedure_id as id', 'effective_on'])
    .where('outcome', '=', 'APPROVED')
    .where('effected_at', 'is', null)
    .where('effective_on', '<=', germanDay(now))
    .limit(mostAtOnce)
    .execute();
  const days = new Map(due.map(({ id, effective_on: day }) => [id, day ?? germanDay(now)]));
  return each(db, due, async (work, id) => {
    const isFirst = await applyEffect(work, id, days.get(id) ?? germanDay(now), now);
    // The papers are printed for what took effect.
    if (isFirst) await deliver(work, id);
    return isFirst;
  });
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
    // What is empty is not written again every minute.
    .where(sql<boolean>`(inputs <> '{}' OR findings <> '[]' OR new_vehicle IS NOT NULL)`)
    .execute();
  await db
    .updateTable('procedure_decision')
    .set({ vehicle_before: null })
    .where('vehicle_before', 'is not', null)
    .where('review_until', '<', today)
    // A revocation of the last day may be on its way to the register.
    .where('procedure_id', 'in', (query) =>
      query
        .selectFrom('procedure')
        .select('id')
        .where(({ eb, or }) => or([eb('state', '=', 'DECIDED'), eb('told_at', 'is not', null)])),
    )
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
