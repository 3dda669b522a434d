import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { booksOf, imbalance } from './books.ts';
import { erika, startPayingSystem, until, type PayingSystem } from './paying-system.ts';

let system: PayingSystem;
beforeAll(async () => {
  system = await startPayingSystem();
});
afterEach(async () => {
  await fetch(`${system.provider.url}/admin/faults`, { method: 'DELETE' });
});
afterAll(() => system?.close());

const clerk = { sub: 'clerk-1', clerkOf: '14713000', scope: 'payments:administer' };
const refundPayment = `mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) {
  refund { id status amount { amount } reason } payment { refundable { amount } refunds { id status amount { amount } } } problems { code field } } }`;

interface Refunded {
  refund: { id: string; status: string; amount: { amount: number } } | null;
  payment: { refundable: { amount: number }; refunds: { id: string; status: string }[] } | null;
  problems: { code: string }[];
}

async function refund(
  paymentId: string,
  amountCents: number,
  more: { caller?: object; key?: string; reason?: string } = {},
): Promise<Refunded> {
  const { caller = clerk, key = randomUUID(), reason = 'Antrag abgelehnt' } = more;
  const input = { paymentId, amountCents, reason, idempotencyKey: key };
  const { data, errors } = await system.subgraph.ask(caller, refundPayment, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.refundPayment;
}

async function paid(): Promise<string> {
  const { payment } = await system.create();
  const id = payment?.id ?? '';
  await system.pay(id);
  await until(
    () => system.status(id),
    (status) => status === 'SUCCESS',
  );
  return id;
}

const codesOf = ({ problems }: Refunded) => problems.map(({ code }) => code);
const refundedEvents = (id: string) =>
  system.client.events.filter(({ type, data }) => type === 'payment.refunded' && data['paymentId'] === id);

describe('a refund', () => {
  test('gives back a part, and then the rest; the service is told of each, and the books know it', async () => {
    const before = await booksOf(system.db);
    const id = await paid();
    expect(await refund(id, 570)).toMatchObject({
      refund: { status: 'SUCCESS', amount: { amount: 570 } },
      payment: { refundable: { amount: 1_020 } },
      problems: [],
    });
    expect(await refund(id, 1_020)).toMatchObject({ payment: { refundable: { amount: 0 } }, problems: [] });
    expect(codesOf(await refund(id, 1))).toEqual(['REFUND_TOO_HIGH']);
    await until(
      () => refundedEvents(id),
      (events) => events.length === 2,
    );
    expect(refundedEvents(id).map(({ data }) => data['amountCents'])).toEqual([570, 1_020]);
    const after = await booksOf(system.db);
    expect((after['refunds'] ?? 0) - (before['refunds'] ?? 0)).toBe(1_590);
    expect(after['clearing'] ?? 0).toBe(before['clearing'] ?? 0);
    expect(after['refunds-payable']).toBeUndefined();
    expect(await system.status(id)).toBe('SUCCESS');
  });

  test.each([
    ['of nothing', 0, 'REFUND_TOO_HIGH'],
    ['of less than nothing', -1, 'REFUND_TOO_HIGH'],
    ['of a cent too much', 1_591, 'REFUND_TOO_HIGH'],
  ])('%s is refused', async (_, cents, code) => {
    expect(codesOf(await refund(await paid(), cents))).toEqual([code]);
  });

  test('is refused without a reason, for what is not paid, and for what is not there', async () => {
    expect(codesOf(await refund(await paid(), 1, { reason: '  ' }))).toEqual(['REASON_MISSING']);
    const { payment } = await system.create();
    expect(codesOf(await refund(payment?.id ?? '', 1))).toEqual(['NOT_PAID']);
    for (const id of [randomUUID(), 'x']) expect(codesOf(await refund(id, 1))).toEqual(['NOT_FOUND']);
  });

  test('is refused to a clerk of another authority, as if there were nothing, and to citizens altogether', async () => {
    const id = await paid();
    const other = await refund(id, 1, { caller: { ...clerk, clerkOf: '14511000' } });
    expect(other).toEqual({
      refund: null,
      payment: null,
      problems: [{ code: 'NOT_FOUND', field: ['input', 'paymentId'] }],
    });
    const input = { paymentId: id, amountCents: 1, reason: 'x', idempotencyKey: 'y' };
    const { errors } = await system.subgraph.ask(
      { ...erika, scope: `${erika.scope} payments:administer` },
      refundPayment,
      { input },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test('is made once for a key, and twenty clerks at once do not give back more than was paid', async () => {
    const id = await paid();
    const same = await Promise.all(Array.from({ length: 10 }, () => refund(id, 90, { key: 'once' })));
    expect(new Set(same.map((each) => each.refund?.id)).size).toBe(1);
    expect(codesOf(await refund(id, 91, { key: 'once' }))).toEqual(['IDEMPOTENCY_CONFLICT']);
    const clerks = Array.from({ length: 20 }, (_, n) => refund(id, 300, { caller: { ...clerk, sub: `clerk-${n}` } }));
    const answers = await Promise.all(clerks);
    expect(answers.filter(({ problems }) => problems.length === 0)).toHaveLength(5);
    expect(new Set(answers.flatMap(codesOf))).toEqual(new Set(['REFUND_TOO_HIGH']));
  });

  test('that the provider cannot make has failed, and can be asked for anew', async () => {
    const id = await paid();
    Object.assign(system.provider.faults, { refundsFail: true });
    expect(await refund(id, 1_590)).toMatchObject({
      refund: { status: 'ERROR' },
      payment: { refundable: { amount: 1_590 } },
    });
    Object.assign(system.provider.faults, { refundsFail: false });
    expect(await refund(id, 1_590)).toMatchObject({ refund: { status: 'SUCCESS' } });
    expect(refundedEvents(id).length).toBeLessThanOrEqual(1);
  });

  test.each([
    ['closed', { closed: true }],
    ['cut off after it wrote', { dropAfterWrite: true }],
    ['slow to make it', { refundsPend: true }],
  ])('waits for a provider that is %s, and is made once', async (_, faults) => {
    const id = await paid();
    Object.assign(system.provider.faults, faults);
    const { refund: waiting } = await refund(id, 500);
    expect(waiting?.status).toBe('SUBMITTED');
    await fetch(`${system.provider.url}/admin/faults`, { method: 'DELETE' });
    system.travel(60_000);
    await until(
      () => refundedEvents(id),
      (events) => events.length === 1,
    );
    const transaction = system.provider.transactions.all.find((each) => each.requestId === id);
    expect(transaction?.refunds.map(({ cents, status }) => [cents, status])).toEqual([[500, 'SUCCESS']]);
  });
});

test('in the end nothing waits, and every transaction of the ledger is at zero', async () => {
  expect(await imbalance(system.db)).toEqual([]);
  expect((await booksOf(system.db))['refunds-payable']).toBeUndefined();
});
