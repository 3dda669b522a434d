import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Pool } from 'undici';
import {
  createPayment,
  erika,
  max,
  startPayingSystem,
  until,
  type CreateAnswer,
  type PayingSystem,
} from './paying-system.ts';

let system: PayingSystem;
beforeAll(async () => {
  system = await startPayingSystem();
});
afterAll(() => system?.close());

const idsOf = (answers: readonly CreateAnswer[]) => new Set(answers.map(({ payment }) => payment?.id));
const countOf = async (demandId: string) =>
  (await system.db.selectFrom('payment').select('id').where('demand_id', '=', demandId).execute()).length;

test('a thousand parallel requests with ten keys make ten payments', async () => {
  const inputs = await Promise.all(
    Array.from({ length: 10 }, async (_, n) => ({
      idempotencyKey: `key-${n}`,
      feeDemand: await system.client.sign({ jti: `demand-of-ten-${n}` }),
    })),
  );
  const assertion = await system.subgraph.sign({ ...erika, aud: 'payments' });
  const headers = { 'content-type': 'application/json', 'x-amtgraph-caller': assertion };
  const pool = new Pool(new URL(system.subgraph.url).origin, { connections: 100 });
  const send = async (n: number): Promise<CreateAnswer | undefined> => {
    const body = JSON.stringify({ query: createPayment, variables: { input: inputs[n % 10] } });
    const answer = await pool.request({ method: 'POST', path: '/graphql', headers, body });
    return (
      ((await answer.body.json()) as { data?: { createPayment: CreateAnswer | null } }).data?.createPayment ?? undefined
    );
  };
  /** Whoever runs out of time in the crowd asks again with the same key, as clients do. */
  const ask = async (n: number): Promise<CreateAnswer> => (await send(n)) ?? ask(n);
  const answers = await Promise.all(Array.from({ length: 1_000 }, (_, n) => ask(n))).finally(() => {
    void pool.destroy();
  });
  expect(answers.flatMap(({ problems }) => problems)).toEqual([]);
  expect(idsOf(answers).size).toBe(10);
  expect(await system.db.selectFrom('payment').select('id').execute()).toHaveLength(10);
  expect(system.provider.transactions.all).toHaveLength(10);
  expect(new Set(answers.map(({ payUrl }) => payUrl)).size).toBe(10);
}, 180_000);

describe('a key', () => {
  test('stands for one wish: the demand signed anew is the same, another one, another way back or another amount is not', async () => {
    const wish = { key: 'one-wish', jti: 'demand-a', sub: 'case-a' };
    const first = await system.create(wish);
    expect((await system.create(wish)).payment?.id).toBe(first.payment?.id);
    for (const other of [
      { ...wish, jti: 'demand-b' },
      { ...wish, returnUrl: 'https://app.example/' },
      { ...wish, lines: [{ number: '1', text: { de: 'x' }, cents: 1 }] },
    ])
      expect(await system.create(other)).toMatchObject({
        payment: null,
        problems: [{ code: 'IDEMPOTENCY_CONFLICT', field: ['input', 'idempotencyKey'] }],
      });
  });

  test('is its citizen’s own', async () => {
    const [ofErika, ofMax] = [
      await system.create({ key: 'shared', caller: erika }),
      await system.create({ key: 'shared', caller: max }),
    ];
    expect([ofErika.problems, ofMax.problems]).toEqual([[], []]);
    expect(ofErika.payment?.id).not.toBe(ofMax.payment?.id);
  });

  test('has one to 128 characters', async () => {
    for (const key of ['', 'x'.repeat(129), 'nul\0'])
      expect(await system.create({ key })).toMatchObject({
        payment: null,
        problems: [{ code: 'IDEMPOTENCY_KEY_MALFORMED' }],
      });
  });
});

describe('a demand', () => {
  test('has one payment under way, whoever asks with whatever key at the same time', async () => {
    const feeDemand = await system.client.sign({ jti: 'demand-wanted' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => system.create({ feeDemand })));
    const began = answers.filter(({ problems }) => problems.length === 0);
    expect(began).toHaveLength(1);
    const others = answers.filter((answer) => answer !== began[0]);
    expect(new Set(others.flatMap(({ problems }) => problems.map(({ code }) => code)))).toEqual(
      new Set(['DEMAND_IN_PAYMENT']),
    );
    // It is the caller's own, so the form can go on with it.
    expect(idsOf(answers).size).toBe(1);
    expect(await countOf('demand-wanted')).toBe(1);
  });

  test('that somebody else pays does not show them', async () => {
    const feeDemand = await system.client.sign({ jti: 'demand-shared' });
    await system.create({ feeDemand });
    expect(await system.create({ feeDemand, caller: max })).toMatchObject({
      payment: null,
      payUrl: null,
      problems: [{ code: 'DEMAND_IN_PAYMENT' }],
    });
  });

  test('is not paid twice', async () => {
    const feeDemand = await system.client.sign({ jti: 'demand-paid' });
    const { payment } = await system.create({ feeDemand });
    await system.pay(payment?.id ?? '');
    await until(
      () => system.status(payment?.id ?? ''),
      (status) => status === 'SUCCESS',
    );
    expect(await system.create({ feeDemand })).toMatchObject({
      payment: { id: payment?.id },
      problems: [{ code: 'ALREADY_PAID' }],
    });
    expect(await system.create({ feeDemand, caller: max })).toMatchObject({
      payment: null,
      problems: [{ code: 'ALREADY_PAID' }],
    });
  });
});

test('after a day a key is free again, also before anybody has tidied up', async () => {
  const first = await system.create({ key: 'yesterday', jti: 'demand-of-yesterday' });
  system.travel(24 * 3_600_000 + 1_000);
  const second = await system.create({ key: 'yesterday', jti: 'demand-of-today' });
  expect(second.problems).toEqual([]);
  expect(second.payment?.id).not.toBe(first.payment?.id);
});
