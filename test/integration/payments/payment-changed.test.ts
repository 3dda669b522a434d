import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, type Client } from 'graphql-sse';
import { sql, type Kysely } from 'kysely';
import pg from 'pg';
import type { PaymentsDatabase } from '../../../subgraphs/payments/storage/database.ts';
import type { PaymentStatus } from '../../../subgraphs/payments/domain/payment-status.ts';
import { payments } from '../../../subgraphs/payments/subgraph.ts';
import { collect, type Collected } from '../../testkit/subscriptions/collect.ts';
import { startTestSubgraph, type TestSubgraph } from '../../testkit/subgraph.ts';
import { openPaymentsDatabase, paymentRows, writePayments } from './payment-rows.ts';

let subgraph: TestSubgraph;
let db: Kysely<PaymentsDatabase>;
const clients: Client[] = [];
const erika = { sub: 'sector-erika', cid: 'handle-erika', scope: 'payments:read' };
const max = { sub: 'sector-max', cid: 'handle-max', scope: 'payments:read' };

beforeAll(async () => {
  subgraph = await startTestSubgraph(payments);
  db = openPaymentsDatabase(subgraph.databaseUrl);
});
afterEach(() => clients.splice(0).forEach((client) => client.dispose()));
afterAll(async () => {
  await db.destroy();
  await subgraph.close();
});

interface Told {
  data?: { paymentChanged: { id: string; status: string; purpose: string } | null } | null;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

const document = 'subscription { paymentChanged { id status purpose } }';

async function follow(caller: typeof erika, query = document): Promise<Collected<Told>> {
  const assertion = await subgraph.sign({ ...caller, aud: 'payments' });
  const client = createClient({
    url: subgraph.url,
    headers: { 'x-amtgraph-caller': assertion, 'accept-language': 'en' },
    retryAttempts: 0,
  });
  clients.push(client);
  const told = collect(client.iterate({ query }) as AsyncIterator<Told>);
  await listening();
  return told;
}

/** The stream has been opened when its connection listens; a client hears nothing of that. */
async function listening(): Promise<void> {
  await expectEventually(async () => (await listeners()).length === 1);
  await pause(100);
}

async function listeners(): Promise<number[]> {
  const { rows } = await sql<{ pid: number }>`
    SELECT pid FROM pg_stat_activity WHERE application_name = 'payments (listens)' AND datname = current_database()
      AND query <> '' AND state = 'idle'`.execute(db);
  return rows.map(({ pid }) => pid);
}

async function allowConnections(isAllowed: boolean): Promise<void> {
  const server = new pg.Client({ connectionString: process.env['TEST_POSTGRES_URL'] });
  await server.connect();
  const database = server.escapeIdentifier(new URL(subgraph.databaseUrl).pathname.slice(1));
  await server.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS ${isAllowed}`);
  await server.end();
}

async function expectEventually(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 200) throw new Error('Waited in vain.');
    await pause(50);
  }
}

async function writeNew(citizen: string): Promise<string> {
  const rows = paymentRows({ citizen });
  await writePayments(db, [rows]);
  return rows.payment.id;
}

async function advance(id: string, status: PaymentStatus, position: number): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.updateTable('payment').set({ status }).where('id', '=', id).execute();
    await transaction
      .insertInto('payment_history')
      .values({ payment_id: id, position, status, at: new Date() })
      .execute();
  });
}

describe('paymentChanged', () => {
  test("tells a citizen of their own payments as they are then, and never of another's", async () => {
    const [erikas, maxs] = [await follow(erika), await follow(max)];
    const id = await writeNew(erika.sub);
    await erikas.until(1);
    await advance(id, 'STARTED', 2);
    await erikas.until(2);
    const other = await writeNew(max.sub);
    await maxs.until(1);
    expect(erikas.items).toEqual([
      { data: { paymentChanged: { id, status: 'CREATED', purpose: 'De-registration' } } },
      { data: { paymentChanged: { id, status: 'STARTED', purpose: 'De-registration' } } },
    ]);
    expect(maxs.items.map(({ data }) => data?.paymentChanged?.id)).toEqual([other]);
  });

  test('tells nothing of what is rolled back', async () => {
    const told = await follow(erika);
    const rolledBack = paymentRows({ citizen: erika.sub });
    await db
      .transaction()
      .execute(async (transaction) => {
        await transaction.insertInto('payment').values(rolledBack.payment).execute();
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    const id = await writeNew(erika.sub);
    await told.until(1);
    expect(told.items.map(({ data }) => data?.paymentChanged?.id)).toEqual([id]);
  });

  test('loses no change while its connection to PostgreSQL is lost', async () => {
    const told = await follow(erika);
    const before = await writeNew(erika.sub);
    await told.until(1);
    const [pid] = await listeners();
    // Nobody can connect while these are committed, so nobody hears their NOTIFY.
    await allowConnections(false);
    await sql`SELECT pg_terminate_backend(${pid})`.execute(db);
    await expectEventually(async () => (await listeners()).length === 0);
    const during = [await writeNew(erika.sub), await writeNew(erika.sub)];
    await allowConnections(true);
    await expectEventually(async () => {
      const [now] = await listeners();
      return now !== undefined && now !== pid;
    });
    const after = await writeNew(erika.sub);
    const wanted = new Set([before, ...during, after]);
    await expectEventually(async () => {
      const ids = new Set(told.items.map(({ data }) => data?.paymentChanged?.id));
      return [...wanted].every((id) => ids.has(id));
    });
    expect(told.ended).toBeUndefined();
  });

  test('finds what nobody announced by the transactions that finished after a snapshot', async () => {
    const open = await db.startTransaction().execute();
    const late = paymentRows({ citizen: erika.sub });
    await open.insertInto('payment').values(late.payment).execute();
    const known = await writeNew(erika.sub);
    const { rows } = await sql<{ snapshot: string }>`SELECT pg_current_snapshot()::text AS snapshot`.execute(db);
    await open.insertInto('payment_line').values(late.lines).execute();
    await open.insertInto('payment_history').values(late.history).execute();
    await open.commit().execute();
    const next = await writeNew(max.sub);
    const missed = await payments.announcements?.findMissed(db, rows[0]?.snapshot ?? '');
    const ids = missed?.map(({ id }) => id) ?? [];
    // It was begun before the snapshot and committed after it: no time and no order of ids would tell.
    expect(ids).toEqual(expect.arrayContaining([late.payment.id, next]));
    expect(ids).not.toContain(known);
  });

  test('goes on after an assertion that has expired since, and serves many streams with one connection', async () => {
    const assertion = await subgraph.sign({ ...erika, aud: 'payments', expiresIn: 1 });
    const client = createClient({ url: subgraph.url, headers: { 'x-amtgraph-caller': assertion }, retryAttempts: 0 });
    clients.push(client);
    const told = collect(client.iterate({ query: document }) as AsyncIterator<Told>);
    await Promise.all([follow(erika), follow(max), follow(max)]);
    await pause(1_500);
    const id = await writeNew(erika.sub);
    await told.until(1);
    expect(told.items[0]?.data?.paymentChanged?.id).toBe(id);
    expect(await listeners()).toHaveLength(1);
  });
});

describe('a stream is refused', () => {
  const open = (headers: Record<string, string>, body: unknown = { query: document }) =>
    fetch(subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify(body),
    });

  test('without an assertion, and with one of another subgraph', async () => {
    expect((await open({})).status).toBe(401);
    const foreign = await subgraph.sign({ ...erika, aud: 'identity' });
    expect((await open({ 'x-amtgraph-caller': foreign })).status).toBe(401);
  });

  test('to an anonymous caller, who has no payments', async () => {
    const response = await open({ 'x-amtgraph-caller': await subgraph.sign({ aud: 'payments' }) });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  test.each([
    ['a query', { query: '{ __typename }' }],
    ['a document that is not GraphQL', { query: 'subscription {' }],
    ['a field that is not there', { query: 'subscription { nothing }' }],
    ['a body without a query', { nothing: true }],
  ])('for %s', async (_what, body) => {
    const response = await open({ 'x-amtgraph-caller': await subgraph.sign({ ...erika, aud: 'payments' }) }, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});

test('a subgraph that stops ends its streams with a reason', async () => {
  const stopping = await startTestSubgraph(payments);
  const assertion = await stopping.sign({ ...erika, aud: 'payments' });
  const client = createClient({ url: stopping.url, headers: { 'x-amtgraph-caller': assertion }, retryAttempts: 0 });
  const told = collect(client.iterate({ query: document }) as AsyncIterator<Told>);
  await pause(1_000);
  await stopping.close();
  await told.end();
  expect(told.items).toMatchObject([{ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] }]);
});
