import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { migrate } from '../../../platform/database/migrate.ts';
import { specimenCitizens } from '../../../subgraphs/kit/specimen/citizen.ts';
import { today } from '../../../subgraphs/kit/specimen/days.ts';
import type { PaymentsDatabase } from '../../../subgraphs/payments/storage/database.ts';
import { migrations } from '../../../subgraphs/payments/storage/migrations/index.ts';
import { writeSpecimens } from '../../../subgraphs/payments/storage/write-specimens.ts';
import { testDatabase } from '../../testkit/postgres.ts';
import { feeRow, openPaymentsDatabase, paymentRows, writePayments } from './payment-rows.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Kysely<PaymentsDatabase>;

beforeAll(async () => {
  database = await testDatabase('payments');
  db = openPaymentsDatabase(database.url);
  await migrate(db, 'payments', migrations);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const at = new Date('2026-02-01T10:05:00Z');

describe('the database refuses a payment', () => {
  test.each([
    ['of less than nothing', { amount_cents: -1 }, /amount_cents_check/],
    ['of more than a provider takes', { amount_cents: 99_999_901 }, /amount_cents_check/],
    ['that failed without a reason', { status: 'FAILED' }, /failure_has_reason/],
    ['with a reason, though it did not fail', { failure_reason: 'DECLINED' }, /failure_has_reason/],
    ['that is a success and was never paid', { status: 'SUCCESS' }, /success_is_paid/],
    ['that was paid and is no success', { paid_at: at }, /success_is_paid/],
    [
      'that was paid before it was created',
      { status: 'SUCCESS', paid_at: new Date('2026-01-31T10:00:00Z') },
      /paid_after_created/,
    ],
    ['to an authority that is no AGS', { authority: '147' }, /authority_check/],
    ['of nobody', { citizen: '' }, /citizen_check/],
  ] as const)('%s', async (_, changed, constraint) => {
    await expect(writePayments(db, [paymentRows(changed)])).rejects.toThrow(constraint);
  });

  test('whose lines do not add up to its amount: one missing, one too many, none', async () => {
    const rows = paymentRows();
    const [first, second] = rows.lines;
    if (!first || !second) throw new Error('two lines expected');
    for (const lines of [[first], [], [first, second, { ...second, position: 3 }]])
      await expect(writePayments(db, [{ ...rows, lines }])).rejects.toThrow(/cents together, its amount is 1590/);
  });

  test('whose history does not end with its status, or that has none', async () => {
    const rows = paymentRows();
    for (const history of [[], [{ payment_id: rows.payment.id, position: 1, status: 'STARTED' as const, at }]])
      await expect(writePayments(db, [{ ...rows, history }])).rejects.toThrow(/its status is CREATED/);
  });
});

describe('a payment that was written', () => {
  test('keeps adding up: neither its amount nor its lines change alone, together they do', async () => {
    const rows = paymentRows();
    await writePayments(db, [rows]);
    const { id } = rows.payment;
    const setAmount = (by: Kysely<PaymentsDatabase>, amount_cents: number) =>
      by.updateTable('payment').set({ amount_cents }).where('id', '=', id).execute();
    const dropSecondLine = (by: Kysely<PaymentsDatabase>) =>
      by.deleteFrom('payment_line').where('payment_id', '=', id).where('position', '=', 2).execute();
    await expect(setAmount(db, 570)).rejects.toThrow(/1590 cents together/);
    await expect(dropSecondLine(db)).rejects.toThrow(/570 cents together/);
    await db.transaction().execute(async (transaction) => {
      await dropSecondLine(transaction);
      await setAmount(transaction, 570);
    });
    await db.deleteFrom('payment').where('id', '=', id).execute();
    expect(await db.selectFrom('payment_line').selectAll().where('payment_id', '=', id).execute()).toEqual([]);
  });

  test('keeps what belongs to it: a line never moves to another payment', async () => {
    const [one, other] = [paymentRows(), paymentRows()];
    await writePayments(db, [one, other]);
    const move = db.updateTable('payment_line').set({ payment_id: other.payment.id, position: 3 });
    await expect(move.where('payment_id', '=', one.payment.id).where('position', '=', 1).execute()).rejects.toThrow(
      /stays with its payment/,
    );
  });

  test('changes its status only together with its history', async () => {
    const rows = paymentRows();
    await writePayments(db, [rows]);
    const { id } = rows.payment;
    const start = (by: Kysely<PaymentsDatabase>) =>
      by.updateTable('payment').set({ status: 'STARTED' }).where('id', '=', id).execute();
    await expect(start(db)).rejects.toThrow(/is CREATED, its status is STARTED/);
    await db.transaction().execute(async (transaction) => {
      await start(transaction);
      await transaction
        .insertInto('payment_history')
        .values({ payment_id: id, position: 2, status: 'STARTED', at })
        .execute();
    });
  });
});

describe('a fee', () => {
  test('needs an account for its vehicle, and is settled by a payment or not at all', async () => {
    const [vehicle, citizen] = [randomUUID(), 'sector-keeper'];
    const insert = (changed: object) =>
      db
        .insertInto('fee')
        .values({ ...feeRow(vehicle, citizen, '2026-03-01'), ...changed })
        .execute();
    await expect(insert({})).rejects.toThrow(/fee_vehicle_id_citizen_fkey/);
    await db.insertInto('fee_account').values({ vehicle_id: vehicle, citizen, authority: '14713000' }).execute();
    await insert({});
    await expect(insert({ settled_at: at })).rejects.toThrow(/settled_by_a_payment/);
    await expect(insert({ amount_cents: 0 })).rejects.toThrow(/amount_cents_check/);
    await expect(insert({ citizen: 'sector-former-keeper' })).rejects.toThrow(/fee_vehicle_id_citizen_fkey/);
  });
});

test('a payment that is new or has another status is announced, with its id and its citizen and nothing else', async () => {
  const heard: unknown[] = [];
  const listener = new pg.Client({ connectionString: database.url });
  await listener.connect();
  listener.on('notification', ({ payload = '' }) => heard.push(JSON.parse(payload)));
  await listener.query('LISTEN payment_changed');
  const rows = paymentRows({ citizen: 'sector-listener' });
  const { id } = rows.payment;
  await writePayments(db, [rows]);
  await db.updateTable('payment').set({ purpose_de: 'Anderes' }).where('id', '=', id).execute();
  await db.transaction().execute(async (transaction) => {
    await transaction.updateTable('payment').set({ status: 'CANCELLED' }).where('id', '=', id).execute();
    const entry = { payment_id: id, position: 2, status: 'CANCELLED' as const, at };
    await transaction.insertInto('payment_history').values(entry).execute();
  });
  // A query's answer comes after the notifications that were sent before it.
  await listener.query('SELECT 1');
  await listener.end();
  expect(heard).toEqual([
    { id, citizen: 'sector-listener' },
    { id, citizen: 'sector-listener' },
  ]);
});

test('five hundred specimen citizens have payments in every status that keep every rule; writing them twice changes nothing', async () => {
  const citizens = specimenCitizens({ count: 500, day: today() }).map((citizen) => ({
    ...citizen,
    sub: `seed-${citizen.key}`,
  }));
  const count = async () => {
    const tables = ['payment', 'payment_line', 'payment_history', 'fee_account', 'fee'] as const;
    const counts = tables.map((table) =>
      db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow(),
    );
    return (await Promise.all(counts)).map(({ rows }) => rows);
  };
  await writeSpecimens(db, citizens);
  const written = await count();
  await writeSpecimens(db, citizens);
  expect(await count()).toEqual(written);
  const statuses = await db
    .selectFrom('payment')
    .select('status')
    .distinct()
    .where('citizen', 'like', 'seed-%')
    .execute();
  expect(new Set(statuses.map(({ status }) => status))).toEqual(
    new Set(['CREATED', 'STARTED', 'SUBMITTED', 'SUCCESS', 'FAILED', 'CANCELLED', 'ERROR']),
  );
});
