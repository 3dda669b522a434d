import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { booksOf, imbalance } from './books.ts';
import { feeRow } from './payment-rows.ts';
import { erika, max, startPayingSystem, until, type CreateAnswer, type PayingSystem } from './paying-system.ts';

let system: PayingSystem;
beforeAll(async () => {
  system = await startPayingSystem();
}, 60_000);
afterAll(() => system.close());

/** Erika owes a fee for a vehicle of hers. */
async function owed(): Promise<{ vehicle: string; fee: string }> {
  const vehicle = randomUUID();
  const row = feeRow(vehicle, erika.sub, '2026-01-31');
  await system.db
    .insertInto('fee_account')
    .values({ vehicle_id: vehicle, citizen: erika.sub, authority: '14713000' })
    .execute();
  await system.db.insertInto('fee').values(row).execute();
  return { vehicle, fee: row.id };
}

async function payFee(
  feeId: string,
  { caller = erika, key = randomUUID() }: { caller?: typeof erika; key?: string } = {},
): Promise<CreateAnswer> {
  const { data, errors } = await system.subgraph.ask(
    caller,
    'mutation ($input: PayFeeInput!) { payFee(input: $input) { payment { id status payUrl } problems { code field } } }',
    { input: { feeId, idempotencyKey: key } },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.payFee;
}

async function openFees(vehicle: string): Promise<string[]> {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Vehicle { openFees { id } } } }`;
  const { data } = await system.subgraph.ask(erika, query, {
    representations: [{ __typename: 'Vehicle', id: vehicle }],
  });
  return data._entities[0].openFees.map(({ id }: { id: string }) => id);
}

const codesOf = ({ problems }: CreateAnswer) => problems.map(({ code }) => code);
const eventsAbout = (demand: string) =>
  system.db.selectFrom('outgoing_event').select('type').where('subject', '=', demand).execute();

test('an open fee is paid like any other demand, and is open no more; no other service hears of it', async () => {
  const { vehicle, fee } = await owed();
  const { payment, problems } = await payFee(fee);
  expect(problems).toEqual([]);
  expect(payment).toMatchObject({ status: 'STARTED', payUrl: expect.stringContaining('/pay/') });
  expect(await openFees(vehicle)).toEqual([fee]);

  await system.pay(payment?.id ?? '');
  await until(
    () => openFees(vehicle),
    (open) => open.length === 0,
  );
  const row = await system.db.selectFrom('fee').selectAll().where('id', '=', fee).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ payment_id: payment?.id, settled_at: expect.any(Date) });
  expect(await eventsAbout(fee)).toEqual([]);
  expect(await booksOf(system.db)).toMatchObject({ clearing: 1_020, 'fees/225': -1_020 });
  expect(await imbalance(system.db)).toEqual([]);
});

test('the same key gives the same payment, another one is told which payment is under way, and then that it is paid', async () => {
  const { fee } = await owed();
  const key = randomUUID();
  const first = await payFee(fee, { key });
  expect((await payFee(fee, { key })).payment?.id).toBe(first.payment?.id);
  const second = await payFee(fee);
  expect(codesOf(second)).toEqual(['DEMAND_IN_PAYMENT']);
  expect(second.payment?.id).toBe(first.payment?.id);
  await system.pay(first.payment?.id ?? '');
  await until(
    () => system.status(first.payment?.id ?? ''),
    (status) => status === 'SUCCESS',
  );
  expect(codesOf(await payFee(fee))).toEqual(['ALREADY_PAID']);
  expect(await payFee(fee, { key })).toMatchObject({ payment: { status: 'SUCCESS' }, problems: [] });
});

test('of twenty who press the button at once one begins a payment', async () => {
  const { fee } = await owed();
  const answers = await Promise.all(Array.from({ length: 20 }, () => payFee(fee)));
  expect(answers.filter(({ problems }) => problems.length === 0)).toHaveLength(1);
  expect(new Set(answers.map(({ payment }) => payment?.id)).size).toBe(1);
});

test('after a payment that came to nothing the fee is open, and can be paid anew', async () => {
  const { vehicle, fee } = await owed();
  const { payment } = await payFee(fee);
  await system.pay(payment?.id ?? '', 'decline');
  await until(
    () => system.status(payment?.id ?? ''),
    (status) => status === 'FAILED',
  );
  expect(await openFees(vehicle)).toEqual([fee]);
  const again = await payFee(fee);
  expect(again.problems).toEqual([]);
  expect(again.payment?.id).not.toBe(payment?.id);
});

test("somebody else's fee, one that was settled otherwise, and what is none do not exist", async () => {
  const { fee } = await owed();
  expect(await payFee(fee, { caller: max })).toMatchObject({
    payment: null,
    problems: [{ code: 'FEE_UNKNOWN', field: ['input', 'feeId'] }],
  });
  for (const id of [randomUUID(), 'L AB 123']) expect(codesOf(await payFee(id))).toEqual(['FEE_UNKNOWN']);
  const other = await owed();
  const { payment } = await system.create();
  await system.db
    .updateTable('fee')
    .set({ settled_at: new Date(), payment_id: payment?.id ?? null })
    .where('id', '=', other.fee)
    .execute();
  expect(codesOf(await payFee(other.fee))).toEqual(['FEE_UNKNOWN']);
});
