import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { payments } from '../../../subgraphs/payments/subgraph.ts';
import { startTestSubgraph, type TestSubgraph } from '../../testkit/subgraph.ts';
import { openPaymentsDatabase, paymentRows, writePayments } from './payment-rows.ts';

let subgraph: TestSubgraph;
const asErika = { sub: 'sector-erika', cid: 'handle-erika', scope: 'payments:read' };
const asMax = { sub: 'sector-max', cid: 'handle-max', scope: 'payments:read' };

const paid = paymentRows({
  citizen: asErika.sub,
  status: 'SUCCESS',
  created_at: new Date('2026-02-01T10:00:00Z'),
  paid_at: new Date('2026-02-01T10:04:00Z'),
});
paid.history = [
  ...(['CREATED', 'STARTED', 'SUBMITTED'] as const).map((status, minute) => ({
    payment_id: paid.payment.id,
    position: minute + 1,
    status,
    at: new Date(Date.parse('2026-02-01T10:00:00Z') + minute * 60_000),
  })),
  { payment_id: paid.payment.id, position: 4, status: 'SUCCESS', at: new Date('2026-02-01T10:04:00Z') },
];
const declined = paymentRows({
  citizen: asErika.sub,
  status: 'FAILED',
  failure_reason: 'DECLINED',
  created_at: new Date('2026-01-15T08:00:00.123Z'),
  purpose_de: 'Sondernutzung',
  purpose_en: null,
});
// At the same moment as the one before: the id decides their order.
const begun = paymentRows({ citizen: asErika.sub, created_at: new Date('2026-01-15T08:00:00.123Z') });
const foreign = paymentRows({ citizen: asMax.sub });

const list = `query ($id: ID!, $first: Int! = 10, $after: String, $filter: PaymentFilter, $orderBy: PaymentOrder! = CREATED_AT_DESC) {
  _entities(representations: [{ __typename: "Citizen", id: $id }]) { ... on Citizen {
    payments(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      nodes { id purpose status createdAt } pageInfo { hasNextPage endCursor } } } }
}`;

beforeAll(async () => {
  subgraph = await startTestSubgraph(payments);
  const db = openPaymentsDatabase(subgraph.databaseUrl);
  await writePayments(db, [paid, declined, begun, foreign]);
  await db.destroy();
});
afterAll(() => subgraph.close());

async function listFor(caller: typeof asErika, variables: Record<string, unknown> = {}) {
  const { data, errors } = await subgraph.ask(caller, list, { id: caller.cid, ...variables });
  expect(errors).toBeUndefined();
  return data._entities[0].payments;
}
const idsOf = ({ nodes }: { nodes: { id: string }[] }) => nodes.map(({ id }) => id);

describe("a citizen's payments", () => {
  test('are their own, newest first', async () => {
    const all = await listFor(asErika);
    expect(idsOf(all)[0]).toBe(paid.payment.id);
    expect(new Set(idsOf(all))).toEqual(new Set([paid, declined, begun].map(({ payment }) => payment.id)));
    expect(idsOf(await listFor(asMax))).toEqual([foreign.payment.id]);
  });

  test('can be paged through without gaps or repetitions, also where two are of the same moment', async () => {
    for (const orderBy of ['CREATED_AT_DESC', 'CREATED_AT_ASC']) {
      const all = idsOf(await listFor(asErika, { orderBy }));
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } = await listFor(
          asErika,
          { first: 1, after, orderBy },
        );
        seen.push(...idsOf(page));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after);
      expect(seen).toEqual(all);
      expect(seen).toHaveLength(3);
    }
  });

  test.each([
    [{ statuses: ['FAILED'] }, [declined]],
    [{ statuses: ['FAILED', 'SUCCESS'] }, [paid, declined]],
    [{ statuses: [] }, []],
    [{ createdFrom: '2026-02-01T10:00:00Z' }, [paid]],
    [{ createdBefore: '2026-02-01T10:00:00Z', statuses: ['CREATED'] }, [begun]],
  ])('can be filtered: %j', async (filter, expected) => {
    expect(idsOf(await listFor(asErika, { filter }))).toEqual(expected.map(({ payment }) => payment.id));
  });

  test('a page that is too long and a cursor of another order are refused', async () => {
    const { pageInfo } = await listFor(asErika, { first: 1 });
    for (const variables of [{ first: 101 }, { after: pageInfo.endCursor, orderBy: 'CREATED_AT_ASC' }]) {
      const { errors } = await subgraph.ask(asErika, list, { id: asErika.cid, ...variables });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });
});

describe('a payment', () => {
  const query = `query ($id: ID!) { payment(id: $id) {
    purpose amount { amount currency formatted } status failureReason createdAt paidAt
    lines { number text amount { amount } } history { status at } authority { ags } } }`;
  const paymentFor = async (id: string, language = 'de') =>
    (await subgraph.ask(asErika, query, { id }, { 'accept-language': language })).data.payment;

  test('says what it is made of, how it went and who was paid', async () => {
    expect(await paymentFor(paid.payment.id)).toEqual({
      purpose: 'Außerbetriebsetzung',
      amount: { amount: 1_590, currency: 'EUR', formatted: '15,90\u00a0€' },
      status: 'SUCCESS',
      failureReason: null,
      createdAt: '2026-02-01T10:00:00.000Z',
      paidAt: '2026-02-01T10:04:00.000Z',
      lines: [
        { number: '224.2', text: 'Außerbetriebsetzung', amount: { amount: 570 } },
        { number: null, text: 'Zuschlag', amount: { amount: 1_020 } },
      ],
      history: [
        { status: 'CREATED', at: '2026-02-01T10:00:00.000Z' },
        { status: 'STARTED', at: '2026-02-01T10:01:00.000Z' },
        { status: 'SUBMITTED', at: '2026-02-01T10:02:00.000Z' },
        { status: 'SUCCESS', at: '2026-02-01T10:04:00.000Z' },
      ],
      authority: { ags: '14713000' },
    });
  });

  test('speaks the language of the caller, and German where the authority gave no other text', async () => {
    const english = await paymentFor(paid.payment.id, 'en');
    expect(english).toMatchObject({ purpose: 'De-registration', amount: { formatted: '€15.90' } });
    expect(english.lines.map(({ text }: { text: string }) => text)).toEqual(['De-registration', 'Zuschlag']);
    expect(await paymentFor(declined.payment.id, 'en')).toMatchObject({
      purpose: 'Sondernutzung',
      failureReason: 'DECLINED',
    });
  });
});

describe('what is not the caller’s is like what does not exist', () => {
  const byId = 'query ($id: ID!) { payment(id: $id) { id lines { text } } }';

  test('by id at the root', async () => {
    for (const id of [foreign.payment.id, '00000000-0000-4000-8000-000000000000', "' OR true --"])
      expect(await subgraph.ask(asErika, byId, { id })).toEqual({ status: 200, data: { payment: null } });
    expect((await subgraph.ask({}, byId, { id: paid.payment.id })).data).toEqual({ payment: null });
    expect((await subgraph.ask(null, byId, { id: paid.payment.id })).status).toBe(401);
  });

  test('by reference, in a batch that keeps its order', async () => {
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Payment { id history { status } } ... on Citizen { id } } }`;
    const representations = [
      { __typename: 'Payment', id: foreign.payment.id },
      { __typename: 'Payment', id: paid.payment.id },
      { __typename: 'Citizen', id: asMax.cid },
    ];
    const { data, errors } = await subgraph.ask(asErika, query, { representations });
    expect(errors).toBeUndefined();
    expect(data._entities).toMatchObject([null, { id: paid.payment.id, history: expect.any(Array) }, null]);
  });
});
