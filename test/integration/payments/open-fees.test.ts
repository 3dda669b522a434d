import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openPaymentsStore } from '../../../subgraphs/payments/storage/store.ts';
import { payments } from '../../../subgraphs/payments/subgraph.ts';
import { startTestSubgraph, type TestSubgraph } from '../../testkit/subgraph.ts';
import { feeRow, openPaymentsDatabase, paymentRows, writePayments } from './payment-rows.ts';

let subgraph: TestSubgraph;
const asErika = { sub: 'sector-erika', cid: 'handle-erika', scope: 'payments:read' };
const [owing, free, foreign] = [randomUUID(), randomUUID(), randomUUID()];

const clock = () => new Date('2026-03-01T11:00:00Z');

const account = (vehicle_id: string, citizen: string) => ({ vehicle_id, citizen, authority: '14713000' });

beforeAll(async () => {
  subgraph = await startTestSubgraph({
    ...payments,
    openStore: (db, caller) => openPaymentsStore(db, { citizen: caller.citizen?.sub }, clock),
  });
  const db = openPaymentsDatabase(subgraph.databaseUrl);
  // The vehicle without fees of its own had another keeper, who still owes something for it.
  const accounts = [owing, free].map((vehicle) => account(vehicle, asErika.sub));
  await db
    .insertInto('fee_account')
    .values([...accounts, account(free, 'sector-former'), account(foreign, 'sector-max')])
    .execute();
  const settling = paymentRows({ citizen: asErika.sub });
  await writePayments(db, [settling]);
  const settled = { settled_at: new Date('2026-02-01T10:00:00Z'), payment_id: settling.payment.id };
  await db
    .insertInto('fee')
    .values([
      feeRow(owing, asErika.sub, '2026-03-02'),
      feeRow(owing, asErika.sub, '2026-01-31'),
      feeRow(owing, asErika.sub, '2026-02-01'),
      { ...feeRow(owing, asErika.sub, '2026-01-01'), ...settled },
      feeRow(free, 'sector-former', '2026-03-02'),
      feeRow(foreign, 'sector-max', '2026-03-02'),
    ])
    .execute();
  await db.destroy();
});
afterAll(() => subgraph.close());

async function feesFor(ids: string[], language = 'de') {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Vehicle { openFees { amount { formatted } status dueOn text number } } } }`;
  const representations = ids.map((id) => ({ __typename: 'Vehicle', id }));
  const { data, errors } = await subgraph.ask(asErika, query, { representations }, { 'accept-language': language });
  expect(errors).toBeUndefined();
  return data._entities;
}

test('the open fees of a vehicle come due soonest first, with how they stand today; settled ones do not come', async () => {
  const [{ openFees }] = await feesFor([owing]);
  expect(openFees.map(({ dueOn, status }: { dueOn: string; status: string }) => [dueOn, status])).toEqual([
    ['2026-01-31', 'OVERDUE'],
    ['2026-02-01', 'DUE'],
    ['2026-03-02', 'OPEN'],
  ]);
  expect(openFees[0]).toMatchObject({
    amount: { formatted: '10,20\u00a0€' },
    text: 'Änderung der Fahrzeugpapiere',
    number: '225',
  });
});

test('a vehicle of one’s own without fees has none, a foreign one and an unknown one do not exist, in one batch', async () => {
  const unknown = randomUUID();
  expect(await feesFor([foreign, free, unknown, 'L AB 1234'])).toEqual([null, { openFees: [] }, null, null]);
});

test('texts come in the language of the caller', async () => {
  const [{ openFees }] = await feesFor([owing], 'en');
  expect(openFees[0].text).toBe('Change of vehicle papers');
});
