import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { whileOthersAsk } from '../../testkit/others-served.ts';
import { erika, max, startPayingSystem, until, type PayingSystem } from './paying-system.ts';

let system: PayingSystem;
beforeAll(async () => {
  system = await startPayingSystem();
});
afterEach(async () => {
  await fetch(`${system.provider.url}/admin/faults`, { method: 'DELETE' });
});
afterAll(() => system?.close());

const setFaults = (faults: object) => Object.assign(system.provider.faults, faults);
const statusIs = (id: string, wanted: string) =>
  until(
    () => system.status(id),
    (status) => status === wanted,
  );
const eventsAbout = (id: string) => system.client.events.filter(({ data }) => data['paymentId'] === id);
const toldAbout = (id: string) =>
  until(
    () => eventsAbout(id),
    (events) => events.length > 0,
  );
const rowOf = (id: string) =>
  system.db.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

async function begun(...options: Parameters<PayingSystem['create']>): Promise<string> {
  const { payment, problems } = await system.create(...options);
  expect(problems).toEqual([]);
  expect(payment?.status).toBe('STARTED');
  return payment?.id ?? '';
}

/** What the books of all authorities say of a payment, account by account. */
async function booksOf(paymentId: string): Promise<Record<string, number>> {
  const entries = await system.db
    .selectFrom('ledger_entry')
    .innerJoin('ledger_transaction', 'ledger_transaction.id', 'ledger_entry.transaction_id')
    .select(['account', 'amount_cents'])
    .where('payment_id', '=', paymentId)
    .execute();
  const sums: Record<string, number> = {};
  for (const { account, amount_cents: cents } of entries) sums[account] = (sums[account] ?? 0) + cents;
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

const paidBooks = { clearing: 1_590, 'fees/224.2': -570, 'fees/none': -1_020 };

describe('a fee demand that is paid', () => {
  test('goes from the paying page to success; the demanding service is told once, and the money stands in the books', async () => {
    const { payment, payUrl, problems } = await system.create({ sub: 'case-1', jti: 'demand-1' });
    expect(problems).toEqual([]);
    expect(payment).toMatchObject({ status: 'STARTED', payUrl });
    expect(await (await fetch(payUrl ?? '')).text()).toContain('Außerbetriebsetzung');
    const id = payment?.id ?? '';
    expect(await booksOf(id)).toEqual({ receivable: 1_590, 'fees/224.2': -570, 'fees/none': -1_020 });
    await system.pay(id);
    await statusIs(id, 'SUCCESS');
    const [event, ...others] = await toldAbout(id);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: 'payment.succeeded',
      data: {
        paymentId: id,
        demandId: 'demand-1',
        caseReference: 'case-1',
        authority: '14713000',
        amountCents: 1_590,
        currency: 'EUR',
        reference: expect.stringMatching(/^14713000-/),
      },
    });
    expect(await booksOf(id)).toEqual(paidBooks);
    const history = await system.db
      .selectFrom('payment_history')
      .select('status')
      .where('payment_id', '=', id)
      .orderBy('position')
      .execute();
    expect(history.map(({ status }) => status)).toEqual(['CREATED', 'STARTED', 'SUBMITTED', 'SUCCESS']);
  });

  test('is paid also where the bank takes its time', async () => {
    const id = await begun();
    await system.pay(id, 'slow');
    expect(await system.status(id)).toBe('STARTED');
    await statusIs(id, 'SUCCESS');
  });

  test('can be paid anew after it was declined, and the service is told of both in order', async () => {
    const id = await begun({ jti: 'demand-declined' });
    await system.pay(id, 'decline');
    await statusIs(id, 'FAILED');
    expect(await booksOf(id)).toEqual({});
    const again = await begun({ jti: 'demand-declined' });
    expect(again).not.toBe(id);
    await system.pay(again);
    await toldAbout(again);
    const types = system.client.events
      .filter(({ data }) => data['demandId'] === 'demand-declined')
      .map(({ type }) => type);
    expect(types).toEqual(['payment.failed', 'payment.succeeded']);
    expect(eventsAbout(id)[0]?.data).toMatchObject({ failureReason: 'DECLINED' });
  });

  test('is called off by the citizen on the paying page', async () => {
    const id = await begun();
    await system.pay(id, 'cancel');
    await statusIs(id, 'FAILED');
    expect((await rowOf(id)).failure_reason).toBe('CANCELLED_BY_CITIZEN');
  });
});

describe('callbacks', () => {
  test.each(['duplicate', 'reordered'] as const)('that come %s have one effect', async (callbacks) => {
    await whileOthersAsk(
      () => system.smallQuestion(max),
      async () => {
        setFaults({ callbacks });
        const id = await begun();
        await system.pay(id);
        await statusIs(id, 'SUCCESS');
        await toldAbout(id);
        await new Promise((resolve) => setTimeout(resolve, 500));
        expect(eventsAbout(id)).toHaveLength(1);
        expect(await booksOf(id)).toEqual(paidBooks);
      },
    );
  });

  test('that are sent again, all of them, change nothing', async () => {
    const before = await system.db.selectFrom('ledger_transaction').select('id').execute();
    const statuses = (await (
      await fetch(`${system.provider.url}/admin/replay`, { method: 'POST' })
    ).json()) as number[];
    expect(new Set(statuses)).toEqual(new Set([204]));
    expect(await system.db.selectFrom('ledger_transaction').select('id').execute()).toHaveLength(before.length);
  });

  test('that somebody else signed, or nobody, are refused', async () => {
    const url = system.subgraph.url.replace('/graphql', '/provider/callback');
    const body = JSON.stringify({ type: 'transaction.changed', data: { requestId: 'x', status: 'PAYED' } });
    const headers = { 'webhook-id': 'm', 'webhook-timestamp': String(Math.floor(Date.now() / 1_000)) };
    for (const given of [{}, headers, { ...headers, 'webhook-signature': 'v1,AAAA' }])
      expect((await fetch(url, { method: 'POST', body, headers: given })).status).toBe(401);
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(70_000) })).status).toBe(413);
  });

  test('that never come are made up for by asking', async () => {
    setFaults({ callbacks: 'none' });
    const id = await begun();
    await system.pay(id);
    system.travel(6_000);
    await statusIs(id, 'SUCCESS');
    await toldAbout(id);
  });
});

describe('the end of a payment', () => {
  test('comes after 90 minutes when nobody pays, at the provider too', async () => {
    const id = await begun();
    await system.pay(id, 'abandon');
    system.travel(89 * 60_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await system.status(id)).toBe('STARTED');
    system.travel(2 * 60_000);
    await statusIs(id, 'FAILED');
    expect((await rowOf(id)).failure_reason).toBe('EXPIRED');
    expect(system.provider.transactions.all.find((each) => each.requestId === id)?.status).toBe('CANCELED');
    expect(await booksOf(id)).toEqual({});
  });

  test('is a success where the citizen paid in time and nobody had heard of it', async () => {
    setFaults({ callbacks: 'none' });
    const id = await begun();
    await system.pay(id);
    system.travel(100 * 60_000);
    await statusIs(id, 'SUCCESS');
    expect(await booksOf(id)).toEqual(paidBooks);
  });

  const cancel =
    'mutation ($id: ID!) { cancelPayment(input: { id: $id }) { payment { id status payUrl } problems { code } } }';

  test('is in the hand of its citizen, and of a clerk of its authority, and of nobody else', async () => {
    const id = await begun();
    const clerk = { sub: 'clerk', clerkOf: '14713000', scope: 'payments:administer' };
    for (const other of [max, { ...clerk, clerkOf: '14511000' }]) {
      const { data } = await system.subgraph.ask(other, cancel, { id });
      expect(data.cancelPayment).toMatchObject({ payment: null, problems: [{ code: 'NOT_FOUND' }] });
    }
    const { data } = await system.subgraph.ask(erika, cancel, { id });
    expect(data.cancelPayment).toEqual({ payment: { id, status: 'FAILED', payUrl: null }, problems: [] });
    const again = (await system.subgraph.ask(erika, cancel, { id })).data.cancelPayment;
    expect(again.problems).toMatchObject([{ code: 'NOT_CANCELLABLE' }]);
    const other = await begun();
    const byClerk = (await system.subgraph.ask(clerk, cancel, { id: other })).data.cancelPayment;
    expect(byClerk).toMatchObject({ payment: { status: 'CANCELLED' }, problems: [] });
    expect((await toldAbout(other))[0]?.type).toBe('payment.cancelled');
  });

  test('says so when the money was taken already', async () => {
    setFaults({ callbacks: 'none' });
    const id = await begun();
    await system.pay(id);
    const { data } = await system.subgraph.ask(erika, cancel, { id });
    expect(data.cancelPayment).toMatchObject({ payment: { status: 'SUCCESS' }, problems: [{ code: 'ALREADY_PAID' }] });
    for (const odd of ['no uuid', "' OR true --"])
      expect((await system.subgraph.ask(erika, cancel, { id: odd })).data.cancelPayment.problems).toMatchObject([
        { code: 'NOT_FOUND' },
      ]);
  });
});

describe('a provider that does not work', () => {
  test('leaves a payment that begins with the same key as soon as it works again', async () => {
    setFaults({ closed: true });
    const wish = { key: 'closed-at-first', jti: 'demand-closed', sub: 'case-closed' };
    const first = await system.create(wish);
    expect(first).toMatchObject({
      payment: { status: 'CREATED', payUrl: null },
      problems: [{ code: 'PROVIDER_UNAVAILABLE' }],
    });
    setFaults({ closed: false });
    const second = await system.create(wish);
    expect(second).toMatchObject({ payment: { id: first.payment?.id, status: 'STARTED' }, problems: [] });
  });

  test('gets the transaction by itself later when nobody tries again', async () => {
    setFaults({ closed: true });
    const { payment } = await system.create();
    setFaults({ closed: false });
    system.travel(60_000);
    await statusIs(payment?.id ?? '', 'STARTED');
  });

  test('that wrote and then was cut off makes no second transaction', async () => {
    setFaults({ dropAfterWrite: true });
    const { payment, problems } = await system.create();
    expect(problems).toMatchObject([{ code: 'PROVIDER_UNAVAILABLE' }]);
    setFaults({ dropAfterWrite: false });
    system.travel(60_000);
    await statusIs(payment?.id ?? '', 'STARTED');
    expect(system.provider.transactions.all.filter((each) => each.requestId === payment?.id)).toHaveLength(1);
  });

  test('that refuses a payment breaks it, and the demand can be paid anew', async () => {
    setFaults({ refuse: true });
    const refused = await system.create({ jti: 'demand-refused' });
    expect(refused).toMatchObject({ payment: { status: 'ERROR' }, problems: [{ code: 'PROVIDER_REFUSED' }] });
    expect((await toldAbout(refused.payment?.id ?? ''))[0]).toMatchObject({
      type: 'payment.failed',
      data: { failureReason: 'ERROR' },
    });
    setFaults({ refuse: false });
    await begun({ jti: 'demand-refused' });
  });

  test('that took another amount has paid nothing: it is broken, and the demand waits for the authority', async () => {
    setFaults({ amountOffBy: 100 });
    const id = await begun({ jti: 'demand-off' });
    await system.pay(id);
    await statusIs(id, 'ERROR');
    expect((await toldAbout(id))[0]?.type).toBe('payment.failed');
    expect((await system.create({ jti: 'demand-off' })).problems).toMatchObject([{ code: 'DEMAND_IN_PAYMENT' }]);
  });
});

describe('a provider that has lost a transaction', () => {
  test('is asked for a day more; then the payment is broken, and the books no longer wait for it', async () => {
    const id = await begun();
    const transaction = { transaction_id: 'tx-that-nobody-knows' };
    await system.db.updateTable('payment').set(transaction).where('id', '=', id).execute();
    system.travel(91 * 60_000);
    await until(
      () => rowOf(id),
      ({ ending, asked }) => ending === 'EXPIRE' && asked > 0,
    );
    expect(await system.status(id)).toBe('STARTED');
    system.travel(25 * 3_600_000);
    await statusIs(id, 'ERROR');
    expect(await booksOf(id)).toEqual({});
  });
});

describe('who sees what', () => {
  test('a payment that is not theirs is like none, its page is for its citizen alone', async () => {
    const id = await begun();
    const query = 'query ($id: ID!) { payment(id: $id) { id payUrl availableActions { action blockedBy { code } } } }';
    expect((await system.subgraph.ask(max, query, { id })).data).toEqual({ payment: null });
    expect((await system.subgraph.ask(erika, query, { id })).data.payment).toEqual({
      id,
      payUrl: expect.stringContaining('/pay/'),
      availableActions: [
        { action: 'PAY', blockedBy: [] },
        { action: 'CANCEL', blockedBy: [] },
      ],
    });
    const clerk = { sub: 'clerk', clerkOf: '14713000', scope: 'payments:administer' };
    expect((await system.subgraph.ask(clerk, query, { id })).data.payment).toEqual({
      id,
      payUrl: null,
      availableActions: [],
    });
    expect((await system.subgraph.ask({ ...clerk, clerkOf: '14511000' }, query, { id })).data).toEqual({
      payment: null,
    });
  });

  test('clerks list what is paid to their authority; citizens are refused', async () => {
    const list = '{ authorityPayments(first: 100) { nodes { id authority { ags } } } }';
    const ask = async (clerkOf: string) =>
      (await system.subgraph.ask({ sub: 'clerk', clerkOf, scope: 'payments:administer' }, list)).data.authorityPayments
        .nodes;
    const ofLeipzig: { authority: { ags: string } }[] = await ask('14713000');
    expect(ofLeipzig.length).toBeGreaterThan(5);
    expect(new Set(ofLeipzig.map(({ authority }) => authority.ags))).toEqual(new Set(['14713000']));
    expect(await ask('14511000')).toEqual([]);
    expect((await system.subgraph.ask(erika, list)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

test('in the end every account of every book adds up to zero, and what is receivable is what is under way', async () => {
  const { total } = await system.db
    .selectFrom('ledger_entry')
    .select(({ fn }) => fn.sum<string>('amount_cents').as('total'))
    .executeTakeFirstOrThrow();
  expect(Number(total)).toBe(0);
  const { receivable } = await system.db
    .selectFrom('ledger_entry')
    .where('account', '=', 'receivable')
    .select(({ fn }) => fn.sum<string>('amount_cents').as('receivable'))
    .executeTakeFirstOrThrow();
  const { live } = await system.db
    .selectFrom('payment')
    .where('status', 'in', ['CREATED', 'STARTED', 'SUBMITTED', 'CAPTURABLE'])
    .select(({ fn }) => fn.sum<string>('amount_cents').as('live'))
    .executeTakeFirstOrThrow();
  expect(Number(receivable)).toBe(Number(live));
});
