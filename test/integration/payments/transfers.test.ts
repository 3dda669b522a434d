import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { referenceOfFee } from '../../../subgraphs/payments/domain/fee-reference.ts';
import { importStatements } from '../../../subgraphs/payments/processing/import-statements.ts';
import { matchTransfers } from '../../../subgraphs/payments/processing/match-transfers.ts';
import { booksOf, imbalance } from './books.ts';
import { feeRow } from './payment-rows.ts';
import { erika, startPayingSystem, until, type PayingSystem } from './paying-system.ts';
import { statementOf, type Entry } from './statements.ts';

const providersAccount = 'DE02120300000000202051';
const clerk = { sub: 'clerk-1', clerkOf: '14713000', scope: 'payments:administer' };
const elsewhere = { ...clerk, clerkOf: '03357' };

let system: PayingSystem;
beforeAll(async () => {
  system = await startPayingSystem();
  await keeperHasLooked();
}, 60_000);
afterAll(() => system.close());

async function owed(authority = '14713000'): Promise<string> {
  const vehicle = randomUUID();
  const row = feeRow(vehicle, erika.sub, '2026-01-31');
  await system.db.insertInto('fee_account').values({ vehicle_id: vehicle, citizen: erika.sub, authority }).execute();
  await system.db.insertInto('fee').values(row).execute();
  return row.id;
}

/** The keeper looks for transfers that wait when it starts, and again after an hour: once it has found none, these tests have theirs to themselves. */
async function keeperHasLooked(): Promise<void> {
  const looks = sql<{ scans: number }>`
    SELECT (seq_scan + coalesce(idx_scan, 0))::int AS scans FROM pg_stat_user_tables WHERE relname = 'bank_credit'`;
  await until(
    async () => (await looks.execute(system.db)).rows[0]?.scans ?? 0,
    (scans) => scans > 0,
  );
}

let count = 0;
/** Every test has entries of its own. */
const fresh = (entries: readonly Entry[]) => entries.map((entry) => ({ id: `T-${(count += 1)}`, ...entry }));
const options = () => ({
  payees: system.services.payees,
  providerAccounts: [providersAccount],
  now: system.services.clock(),
});
const imported = (...entries: Entry[]) => importStatements(system.db, statementOf(fresh(entries)), options());
const transferOf = (fee: string, entry: Entry = {}) => imported({ reference: referenceOfFee(fee), ...entry });
const feeNow = (id: string) => system.db.selectFrom('fee').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const ledgerKinds = async (paymentId: string) =>
  (
    await system.db
      .selectFrom('ledger_transaction')
      .innerJoin('ledger_entry', 'transaction_id', 'id')
      .select(['kind', 'account', 'amount_cents'])
      .where('payment_id', '=', paymentId)
      .orderBy('at')
      .orderBy('kind')
      .orderBy('position')
      .execute()
  ).map(({ kind, account, amount_cents }) => `${kind} ${account} ${amount_cents}`);

async function openDifferences(caller = clerk) {
  const { data, errors } = await system.subgraph.ask(
    caller,
    '{ openDifferences { id kind subject paymentId oursCents theirsCents resolution } }',
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.openDifferences as {
    id: string;
    kind: string;
    subject: string;
    oursCents: number;
    theirsCents: number;
  }[];
}
const newest = async () => (await openDifferences()).at(-1);

async function resolve(id: string, resolution: string): Promise<string[]> {
  const query = `mutation ($input: ResolveSettlementDifferenceInput!) { resolveSettlementDifference(input: $input) { problems { code } } }`;
  const { data } = await system.subgraph.ask(clerk, query, { input: { id, resolution, note: 'Looked into.' } });
  return data.resolveSettlementDifference.problems.map(({ code }: { code: string }) => code);
}

describe('a transfer that arrives with the reference of an open fee', () => {
  test('pays it: a payment with its history, at the bank in the ledger, and in the list of the citizen', async () => {
    const fee = await owed();
    expect(await transferOf(fee)).toEqual({ fresh: 1, paid: 1, differences: 0, waiting: 0 });
    const { settled_at: settledAt, payment_id: paymentId } = await feeNow(fee);
    expect(settledAt).toEqual(expect.any(Date));
    expect(await ledgerKinds(paymentId ?? '')).toEqual([
      'DEMAND receivable 1020',
      'DEMAND fees/225 -1020',
      'PAYMENT bank 1020',
      'PAYMENT receivable -1020',
    ]);
    const { data } = await system.subgraph.ask(
      erika,
      'query ($id: ID!) { payment(id: $id) { status history { status } lines { number } } }',
      {
        id: paymentId,
      },
    );
    expect(data.payment).toEqual({
      status: 'SUCCESS',
      history: ['CREATED', 'STARTED', 'SUBMITTED', 'SUCCESS'].map((status) => ({ status })),
      lines: [{ number: '225' }],
    });
    expect(await imbalance(system.db)).toEqual([]);
  });

  test('pays it once, however often the file is imported, and by however many at once', async () => {
    const fee = await owed();
    const file = statementOf(fresh([{ reference: referenceOfFee(fee) }]));
    const before = await booksOf(system.db);
    const all = await Promise.all(Array.from({ length: 8 }, () => importStatements(system.db, file, options())));
    all.push(await importStatements(system.db, file, options()));
    expect(all.reduce((sum, { paid }) => sum + paid, 0)).toBe(1);
    expect(all.reduce((sum, each) => sum + each.fresh, 0)).toBe(1);
    expect((await booksOf(system.db))['bank']).toBe((before['bank'] ?? 0) + 1_020);
  });

  test('is found by the reference in what the payer wrote, with blanks and in small letters', async () => {
    const fee = await owed();
    const written = referenceOfFee(fee)
      .toLowerCase()
      .replaceAll(/(.{4})/g, '$1 ');
    expect(await imported({ text: `Gebuehr ${written}` })).toMatchObject({ paid: 1 });
    expect((await feeNow(fee)).payment_id).not.toBeNull();
  });

  test('of more than the fee pays it, and the surplus waits for a clerk, who gives it back', async () => {
    const fee = await owed();
    const before = await booksOf(system.db);
    expect(await transferOf(fee, { amount: '15.00' })).toMatchObject({ paid: 1, differences: 0 });
    const difference = await newest();
    expect(difference).toMatchObject({ kind: 'AMOUNT_DIFFERS', oursCents: 1_020, theirsCents: 1_500 });
    expect((await booksOf(system.db))['suspense']).toBe((before['suspense'] ?? 0) - 480);
    expect(await resolve(difference?.id ?? '', 'GIVEN_BACK')).toEqual([]);
    const after = await booksOf(system.db);
    expect(after['suspense'] ?? 0).toBe(before['suspense'] ?? 0);
    expect(after['bank']).toBe((before['bank'] ?? 0) + 1_020);
    expect(await imbalance(system.db)).toEqual([]);
  });

  test('of less leaves it open, and a clerk gives it back', async () => {
    const fee = await owed();
    const before = await booksOf(system.db);
    expect(await transferOf(fee, { amount: '10.19' })).toMatchObject({ paid: 0, differences: 1 });
    expect((await feeNow(fee)).settled_at).toBeNull();
    const difference = await newest();
    expect(difference).toMatchObject({ kind: 'UNDERPAID', oursCents: 1_020, theirsCents: 1_019 });
    expect(await resolve(difference?.id ?? '', 'RECEIVED')).toEqual(['RESOLUTION_DOES_NOT_FIT']);
    expect(await resolve(difference?.id ?? '', 'GIVEN_BACK')).toEqual([]);
    expect(await booksOf(system.db)).toEqual(before);
  });

  test('a second time is for a clerk', async () => {
    const fee = await owed();
    await transferOf(fee);
    expect(await transferOf(fee)).toMatchObject({ paid: 0, differences: 1 });
    expect(await newest()).toMatchObject({ kind: 'DUPLICATE', theirsCents: 1_020 });
  });

  test('cannot be refunded through the provider, and says so', async () => {
    const fee = await owed();
    await transferOf(fee);
    const query = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { problems { code } } }';
    const paymentId = (await feeNow(fee)).payment_id;
    const input = { paymentId, amountCents: 100, reason: 'Paid too much.', idempotencyKey: randomUUID() };
    const { data } = await system.subgraph.ask(clerk, query, { input });
    expect(data.refundPayment.problems).toEqual([{ code: 'PAID_BY_TRANSFER' }]);
  });
});

describe('a transfer while the fee is being paid online', () => {
  const begin = async (fee: string): Promise<string> => {
    const { data } = await system.subgraph.ask(
      erika,
      'mutation ($input: PayFeeInput!) { payFee(input: $input) { payment { id } } }',
      { input: { feeId: fee, idempotencyKey: randomUUID() } },
    );
    return data.payFee.payment.id;
  };

  test('waits until that payment is called off, and then pays the fee', async () => {
    const fee = await owed();
    const online = await begin(fee);
    expect(await transferOf(fee)).toMatchObject({ paid: 0, waiting: 1 });
    await until(
      () => system.status(online),
      (status) => status === 'CANCELLED',
    );
    expect(await matchTransfers(system.db, system.services.clock())).toMatchObject({ paid: 1 });
    expect((await feeNow(fee)).payment_id).not.toBe(online);
  });

  test('is for a clerk where that payment was made after all', async () => {
    const fee = await owed();
    const online = await begin(fee);
    await system.pay(online);
    await until(
      () => system.status(online),
      (status) => status === 'SUCCESS',
    );
    expect(await transferOf(fee)).toMatchObject({ paid: 0, differences: 1 });
    expect((await feeNow(fee)).payment_id).toBe(online);
  });
});

describe('what is no transfer of an open fee', () => {
  test.each([
    ['without a reference', { text: 'Danke' }],
    ['with a reference that is none', { reference: 'RF00ABC' }],
    ['with the reference of no fee', { reference: referenceOfFee('01990000-0000-7000-8000-0123456789ab') }],
  ])('%s is for a clerk, and waits in suspense', async (_, entry) => {
    const before = await booksOf(system.db);
    expect(await imported({ ...entry, amount: '7.77' })).toMatchObject({ paid: 0, differences: 1 });
    expect(await newest()).toMatchObject({ kind: 'MISSING_HERE', oursCents: null, theirsCents: 777 });
    expect((await booksOf(system.db))['suspense']).toBe((before['suspense'] ?? 0) - 777);
  });

  test("names another authority's fee: it is not paid with it", async () => {
    const fee = await owed('03357');
    expect(await transferOf(fee)).toMatchObject({ paid: 0, differences: 1 });
    expect((await feeNow(fee)).settled_at).toBeNull();
  });

  test('what the provider pays out, what goes out, and what is not booked yet is passed over', async () => {
    const fee = await owed();
    const reference = referenceOfFee(fee);
    const answer = await imported(
      { reference, from: providersAccount },
      { reference, direction: 'DBIT' },
      { reference, status: 'PDNG' },
    );
    expect(answer).toMatchObject({ fresh: 0, paid: 0, differences: 0 });
  });

  test('a statement of an account that is nobody’s here is refused as a whole', async () => {
    const file = statementOf([{ amount: '1.00' }], 'DE02200505501015871393');
    await expect(importStatements(system.db, file, options())).rejects.toThrow('accounts that stand in PAYEES');
  });
});

test('clerks of another authority see none of it, and citizens nothing at all', async () => {
  expect((await openDifferences()).length).toBeGreaterThan(0);
  expect(await openDifferences(elsewhere)).toEqual([]);
  const { data } = await system.subgraph.ask(erika, '{ openDifferences { id } }');
  expect(data.openDifferences).toBeNull();
});

test('who paid is kept nowhere', async () => {
  const rows = await system.db.selectFrom('bank_credit').selectAll().execute();
  expect(rows.length).toBeGreaterThan(5);
  expect(JSON.stringify(rows)).not.toContain('Mustermann');
});
