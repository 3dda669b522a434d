import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { postEntries } from '../../../subgraphs/payments/storage/post-entries.ts';
import { booksOf, imbalance } from './books.ts';
import { startPayingSystem, until, type PayingSystem } from './paying-system.ts';

let system: PayingSystem;
beforeAll(async () => {
  system = await startPayingSystem();
});
afterAll(() => system?.close());

const at = new Date('2026-03-01T10:00:00Z');
const posting = () => ({
  kind: 'CORRECTION' as const,
  authority: '14713000',
  subject: randomUUID(),
  paymentId: null,
  at,
});
const post = (entries: { account: 'bank' | 'suspense' | 'clearing'; cents: number }[], subject = randomUUID()) =>
  system.db.transaction().execute((transaction) => postEntries(transaction, { ...posting(), subject, entries }));

describe('the ledger refuses', () => {
  test('what does not add up to zero, what has one entry, and what has none', async () => {
    await expect(
      post([
        { account: 'bank', cents: 1 },
        { account: 'suspense', cents: -2 },
      ]),
    ).rejects.toThrow(/-1 cents together/);
    await expect(post([{ account: 'bank', cents: 1 }])).rejects.toThrow(/ledger transaction .* has 1 entries/);
    await expect(
      system.db
        .insertInto('ledger_transaction')
        .values({ id: randomUUID(), kind: 'CORRECTION', authority: '14713000', subject: 'x', payment_id: null, at })
        .execute(),
    ).rejects.toThrow(/has 0 entries/);
  });

  test('an account that there is not, an entry of nothing, and the same thing twice', async () => {
    await expect(
      post([
        { account: 'pocket' as 'bank', cents: 1 },
        { account: 'bank', cents: -1 },
      ]),
    ).rejects.toThrow(/account_check/);
    await expect(
      post([
        { account: 'bank', cents: 0 },
        { account: 'suspense', cents: 0 },
      ]),
    ).rejects.toThrow(/amount_cents_check/);
    const subject = randomUUID();
    const entries = [
      { account: 'bank' as const, cents: 1 },
      { account: 'suspense' as const, cents: -1 },
    ];
    await post(entries, subject);
    await expect(post(entries, subject)).rejects.toThrow(/duplicate key/);
  });

  test('to be changed, cut, emptied, or added to afterwards, also where it would stay at zero', async () => {
    await post([
      { account: 'bank', cents: 5 },
      { account: 'suspense', cents: -5 },
    ]);
    await expect(
      system.db
        .updateTable('ledger_entry')
        .set(({ eb }) => ({ amount_cents: eb('amount_cents', '*', 2) }))
        .execute(),
    ).rejects.toThrow(/only added to/);
    await expect(system.db.updateTable('ledger_transaction').set({ authority: '14511000' }).execute()).rejects.toThrow(
      /only added to/,
    );
    await expect(system.db.deleteFrom('ledger_entry').execute()).rejects.toThrow(/only added to/);
    await expect(sql`TRUNCATE ledger_entry`.execute(system.db)).rejects.toThrow(/only added to/);
    const { id } = await system.db.selectFrom('ledger_transaction').select('id').limit(1).executeTakeFirstOrThrow();
    const more = [1, -1].map((amount_cents, n) => ({
      transaction_id: id,
      position: n + 10,
      account: 'bank' as const,
      amount_cents,
    }));
    await expect(system.db.insertInto('ledger_entry').values(more).execute()).rejects.toThrow(/is complete/);
  });

  test('a demanded payment that changes its status without it', async () => {
    const { payment } = await system.create();
    const id = payment?.id ?? '';
    const succeed = system.db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('payment')
        .set({ status: 'SUCCESS', paid_at: new Date() })
        .where('id', '=', id)
        .execute();
      await transaction
        .insertInto('payment_history')
        .values({ payment_id: id, position: 9, status: 'SUCCESS', at })
        .execute();
    });
    await expect(succeed).rejects.toThrow(/the ledger has no PAYMENT of it/);
  });
});

/** What can happen to a payment from outside, one after the other. */
const happenings = fc.array(
  fc.constantFrom(
    'pay',
    'decline',
    'cancel on the page',
    'cancel',
    'expire',
    'callback again',
    'refund 500',
    'refund all',
    'provider closes',
    'provider opens',
    'pay anew',
  ),
  { minLength: 1, maxLength: 8 },
);

test('whatever happens in whatever order: at zero, one success for a demand at most, and never more given back than paid', async () => {
  const clerk = { sub: 'clerk', clerkOf: '14713000', scope: 'payments:administer' };
  const ask = (mutation: string) => system.subgraph.ask(clerk, mutation);
  const done: Record<string, (paymentId: string, jti: string) => Promise<unknown>> = {
    pay: (id) => system.pay(id).catch(() => undefined),
    decline: (id) => system.pay(id, 'decline').catch(() => undefined),
    'cancel on the page': (id) => system.pay(id, 'cancel').catch(() => undefined),
    cancel: (id) => ask(`mutation { cancelPayment(input: { id: "${id}" }) { problems { code } } }`),
    expire: async () => system.travel(91 * 60_000),
    'callback again': () => fetch(`${system.provider.url}/admin/replay`, { method: 'POST' }),
    'refund 500': (id) =>
      ask(
        `mutation { refundPayment(input: { paymentId: "${id}", amountCents: 500, reason: "x", idempotencyKey: "${randomUUID()}" }) { problems { code } } }`,
      ),
    'refund all': (id) =>
      ask(
        `mutation { refundPayment(input: { paymentId: "${id}", amountCents: 1590, reason: "x", idempotencyKey: "${randomUUID()}" }) { problems { code } } }`,
      ),
    'provider closes': async () => Object.assign(system.provider.faults, { closed: true }),
    'provider opens': async () => Object.assign(system.provider.faults, { closed: false }),
    'pay anew': (_, jti) => system.create({ jti, sub: 'case' }),
  };
  await fc.assert(
    fc.asyncProperty(happenings, async (course) => {
      const jti = randomUUID();
      Object.assign(system.provider.faults, { closed: false });
      await system.create({ jti, sub: 'case' });
      for (const happening of course) {
        const latest = await system.db
          .selectFrom('payment')
          .select('id')
          .where('demand_id', '=', jti)
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirstOrThrow();
        await done[happening]?.(latest.id, jti);
      }
      Object.assign(system.provider.faults, { closed: false });
      await checkDemand(jti);
    }),
    { numRuns: 40 },
  );
  // Everything that is under way comes to an end by itself.
  system.travel(91 * 60_000);
  const live = () =>
    system.db.selectFrom('payment').select('id').where('status', 'in', ['CREATED', 'STARTED', 'SUBMITTED']).execute();
  await until(live, (rows) => rows.length === 0, 30_000);
  await until(
    () => system.db.selectFrom('refund').select('id').where('status', '=', 'SUBMITTED').execute(),
    (rows) => rows.length === 0,
    30_000,
  );
  expect(await imbalance(system.db)).toEqual([]);
  const books = await booksOf(system.db);
  expect(books).not.toHaveProperty('receivable');
  expect(books).not.toHaveProperty('refunds-payable');
  const atTheProvider = system.provider.transactions.all.filter(({ status }) => status === 'PAYED');
  const held = atTheProvider.reduce(
    (sum, { cents, refunds }) =>
      sum +
      cents -
      refunds.filter(({ status }) => status === 'SUCCESS').reduce((given, refund) => given + refund.cents, 0),
    0,
  );
  expect(books['clearing'] ?? 0).toBe(held);
}, 180_000);

async function checkDemand(jti: string): Promise<void> {
  expect(await imbalance(system.db)).toEqual([]);
  const payments = await system.db
    .selectFrom('payment')
    .select(['id', 'status'])
    .where('demand_id', '=', jti)
    .execute();
  expect(payments.filter(({ status }) => status === 'SUCCESS').length).toBeLessThanOrEqual(1);
  for (const { id } of payments) {
    const refunds = await system.db
      .selectFrom('refund')
      .select('amount_cents')
      .where('payment_id', '=', id)
      .where('status', '<>', 'ERROR')
      .execute();
    expect(refunds.reduce((sum, refund) => sum + refund.amount_cents, 0)).toBeLessThanOrEqual(1_590);
  }
}
