import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLogger } from '../../../platform/log.ts';
import { reconcileDaysThatAreOver } from '../../../subgraphs/payments/processing/reconcile.ts';
import { booksOf, imbalance } from './books.ts';
import { erika, startPayingSystem, until, type PayingSystem } from './paying-system.ts';

let system: PayingSystem;
const today = () => new Date().toISOString().slice(0, 10);
const clerk = { sub: 'clerk-1', clerkOf: '14713000', scope: 'payments:administer' };

const fields =
  'day lines oursCents theirsCents differences { id kind subject paymentId oursCents theirsCents resolution note }';
interface Found {
  id: string;
  kind: string;
  subject: string;
  paymentId: string | null;
  oursCents: number | null;
  theirsCents: number | null;
  resolution: string | null;
}

async function reconciled(
  day = today(),
): Promise<{ lines: number; oursCents: number; theirsCents: number; differences: Found[] }> {
  const mutation = `mutation ($day: Date!) { reconcilePayments(input: { day: $day }) { reconciliation { ${fields} } problems { code } } }`;
  const { data, errors } = await system.subgraph.ask(clerk, mutation, { day });
  if (errors) throw new Error(JSON.stringify(errors));
  expect(data.reconcilePayments.problems).toEqual([]);
  return data.reconcilePayments.reconciliation;
}

async function resolve(id: string, resolution: string, caller: object = clerk) {
  const mutation = `mutation ($input: ResolveSettlementDifferenceInput!) { resolveSettlementDifference(input: $input) {
    difference { resolution note } problems { code } } }`;
  const input = { id, resolution, note: 'Mit dem Bezahldienst geklärt' };
  return (await system.subgraph.ask(caller, mutation, { input })).data.resolveSettlementDifference;
}

async function paid(): Promise<{ id: string; transactionId: string }> {
  const { payment } = await system.create();
  const id = payment?.id ?? '';
  await system.pay(id);
  await until(
    () => system.status(id),
    (status) => status === 'SUCCESS',
  );
  return { id, transactionId: transactionOf(id) };
}

const transactionOf = (id: string) =>
  system.provider.transactions.all.find((each) => each.requestId === id)?.transactionId ?? '';
const settlement = () => system.provider.faults.settlement;

beforeAll(async () => {
  // Nothing is asked by itself, so that what a settlement tells first can be seen.
  system = await startPayingSystem({ lookEveryMs: 3_600_000 });
});
afterAll(() => system?.close());

describe('a day compared with the settlement of the provider', () => {
  test('on which all is well: nothing differs, the money is at the bank, and the provider owes nothing', async () => {
    const { id } = await paid();
    await paid();
    const refund = `mutation { refundPayment(input: { paymentId: "${id}", amountCents: 590, reason: "zu viel", idempotencyKey: "k1" }) { problems { code } } }`;
    expect((await system.subgraph.ask(clerk, refund)).data.refundPayment.problems).toEqual([]);
    expect(await reconciled()).toMatchObject({ lines: 3, oursCents: 2_590, theirsCents: 2_590, differences: [] });
    expect(await booksOf(system.db)).toMatchObject({ bank: 2_590, refunds: 590 });
    expect((await booksOf(system.db))['clearing']).toBeUndefined();
  });

  test('is posted once, however often it is compared', async () => {
    const before = await booksOf(system.db);
    await reconciled();
    await reconciled();
    expect(await booksOf(system.db)).toEqual(before);
  });

  test('tells of a payment that was missed: the provider is asked, and it is paid', async () => {
    Object.assign(system.provider.faults, { callbacks: 'none' });
    const { payment } = await system.create();
    const id = payment?.id ?? '';
    await system.pay(id);
    expect(await system.status(id)).toBe('STARTED');
    const { differences } = await reconciled();
    Object.assign(system.provider.faults, { callbacks: 'normal' });
    expect(await system.status(id)).toBe('SUCCESS');
    expect(differences).toMatchObject([
      { kind: 'MISSING_HERE', paymentId: id, theirsCents: 1_590, resolution: 'STATUS_ASKED' },
    ]);
    expect(await booksOf(system.db)).not.toHaveProperty('clearing');
    expect(await booksOf(system.db)).not.toHaveProperty('suspense');
  });

  test('finds what is missing there; settled later it resolves by itself', async () => {
    const late = await paid();
    settlement().omit = [late.transactionId];
    const [found, ...more] = (await reconciled()).differences.filter(({ subject }) => subject === late.transactionId);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      kind: 'MISSING_THERE',
      paymentId: late.id,
      oursCents: 1_590,
      theirsCents: null,
      resolution: null,
    });
    expect((await booksOf(system.db))['clearing']).toBe(1_590);
    settlement().omit = [];
    const after = (await reconciled()).differences.find(({ subject }) => subject === late.transactionId);
    expect(after).toMatchObject({ resolution: 'SETTLED_LATER' });
    expect(await booksOf(system.db)).not.toHaveProperty('clearing');
  });

  test('finds what nobody here knows, what came twice, and what came with another amount; clerks resolve each, and the books with it', async () => {
    const [twice, more, less] = [await paid(), await paid(), await paid()];
    Object.assign(settlement(), {
      duplicate: [twice.transactionId],
      offBy: { [more.transactionId]: 100, [less.transactionId]: -90 },
      foreign: [{ originator: '14713000', transactionId: 'tx-of-nobody', cents: 700 }],
    });
    const bank = (await booksOf(system.db))['bank'] ?? 0;
    const open = (await reconciled()).differences.filter(({ resolution }) => resolution === null);
    const by = (subject: string) => open.find((each) => each.subject.startsWith(subject));
    expect(open).toHaveLength(4);
    expect(by('tx-of-nobody')).toMatchObject({ kind: 'MISSING_HERE', paymentId: null, theirsCents: 700 });
    expect(by(`${twice.transactionId}/2`)).toMatchObject({ kind: 'DUPLICATE', theirsCents: 1_590 });
    expect(by(more.transactionId)).toMatchObject({ kind: 'AMOUNT_DIFFERS', oursCents: 1_590, theirsCents: 1_690 });
    expect(by(less.transactionId)).toMatchObject({ kind: 'AMOUNT_DIFFERS', oursCents: 1_590, theirsCents: 1_500 });
    expect(await booksOf(system.db)).toMatchObject({ bank: bank + 7_070 - 0, suspense: -(700 + 1_590 + 100 - 90) });

    const idOf = (subject: string) => by(subject)?.id ?? '';
    expect((await resolve(idOf(less.transactionId), 'GIVEN_BACK')).problems).toMatchObject([
      { code: 'RESOLUTION_DOES_NOT_FIT' },
    ]);
    expect((await resolve(idOf(more.transactionId), 'SETTLED_LATER')).problems).toMatchObject([
      { code: 'RESOLUTION_DOES_NOT_FIT' },
    ]);
    expect((await resolve(idOf('tx-of-nobody'), 'GIVEN_BACK', { ...clerk, clerkOf: '03357' })).problems).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    for (const [subject, resolution] of [
      ['tx-of-nobody', 'GIVEN_BACK'],
      [`${twice.transactionId}/2`, 'GIVEN_BACK'],
      [more.transactionId, 'WRITTEN_OFF'],
      [less.transactionId, 'RECEIVED'],
    ] as const)
      expect(await resolve(idOf(subject), resolution)).toEqual({
        difference: { resolution, note: 'Mit dem Bezahldienst geklärt' },
        problems: [],
      });
    expect((await resolve(idOf('tx-of-nobody'), 'WRITTEN_OFF')).problems).toMatchObject([
      { code: 'RESOLUTION_DOES_NOT_FIT' },
    ]);
    const books = await booksOf(system.db);
    expect(books).not.toHaveProperty('suspense');
    expect(books).toMatchObject({ 'written-off': -100, bank: bank + 3 * 1_590 + 100 });
  });

  test('is for clerks, each for their own authority', async () => {
    const query = `query ($day: Date!) { reconciliation(day: $day) { ${fields} } ledgerAccounts { account balanceCents } }`;
    const ofLeipzig = (await system.subgraph.ask(clerk, query, { day: today() })).data;
    expect(ofLeipzig.reconciliation.differences.length).toBeGreaterThan(4);
    expect(
      ofLeipzig.ledgerAccounts.reduce(
        (sum: number, { balanceCents }: { balanceCents: number }) => sum + balanceCents,
        0,
      ),
    ).toBe(0);
    const ofChemnitz = (await system.subgraph.ask({ ...clerk, clerkOf: '14511000' }, query, { day: today() })).data;
    expect(ofChemnitz).toEqual({ reconciliation: null, ledgerAccounts: [] });
    const { errors } = await system.subgraph.ask(erika, query, { day: today() });
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  test('says so when the provider does not answer, and refuses a day that has not begun', async () => {
    Object.assign(system.provider.faults, { closed: true });
    const mutation =
      'mutation ($day: Date!) { reconcilePayments(input: { day: $day }) { reconciliation { day } problems { code } } }';
    const { data } = await system.subgraph.ask(clerk, mutation, { day: today() });
    expect(data.reconcilePayments).toEqual({ reconciliation: null, problems: [{ code: 'PROVIDER_UNAVAILABLE' }] });
    const { errors } = await system.subgraph.ask(clerk, mutation, { day: '2999-01-01' });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

test('days that are over are compared by themselves, each once, also after some days of standing still', async () => {
  await fetch(`${system.provider.url}/admin/faults`, { method: 'DELETE' });
  const [log, work] = [
    createLogger({ process: 'test', level: 'silent' }),
    { db: system.db, services: system.services },
  ];
  const days = () => system.db.selectFrom('reconciliation').select(['day', 'ran_at']).orderBy('day').execute();
  system.travel(3 * 86_400_000);
  await reconcileDaysThatAreOver(work, log);
  const compared = await days();
  // The day itself was compared by a clerk above; the two after it are over as well.
  expect(compared).toHaveLength(3);
  await reconcileDaysThatAreOver(work, log);
  expect(await days()).toEqual(compared);
});

test('after all of that every transaction of the ledger is at zero', async () => {
  expect(await imbalance(system.db)).toEqual([]);
});
