import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import { freePort } from '../../../platform/free-port.ts';
import type { PaymentsDatabase } from '../../../subgraphs/payments/storage/database.ts';
import { assertionKeys, type AssertionKeys } from '../../testkit/assertions.ts';
import { testDatabase } from '../../testkit/postgres.ts';
import { askGraphql } from '../../testkit/subgraph.ts';
import { imbalance } from './books.ts';
import { startDemandingService, type DemandingService } from './fee-demands.ts';
import { apiKey, callbackSecret, createPayment, erika, until, type CreateAnswer } from './paying-system.ts';
import { openPaymentsDatabase } from './payment-rows.ts';
import { spawnService, type SpawnedService } from './spawned-payments.ts';

/** Numbers that nobody has; whoever finds one of them in a log has found a leak. */
const sentinels = [
  'DE44500105175407324931',
  'DE44 5001 0517 5407 3249 31',
  '5407324931',
  'Zacharias Sentinel',
  'DE99SENTINEL',
];

let [provider, payments]: (SpawnedService | undefined)[] = [];
let client: DemandingService;
let keys: AssertionKeys;
let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Kysely<PaymentsDatabase>;
let written = '';
let settings: { provider: Record<string, string>; payments: Record<string, string> };

const startProvider = async () =>
  (provider = await spawnService('specimens/payment-provider/main.js', settings.provider));
const startPayments = async () => (payments = await spawnService('subgraphs/payments/main.js', settings.payments));
const kill = async (service: SpawnedService | undefined) => {
  await service?.kill();
  written += service?.written() ?? '';
};

beforeAll(async () => {
  const [providerPort, paymentsPort] = [await freePort(), await freePort()];
  [database, keys, client] = await Promise.all([testDatabase('payments'), assertionKeys(), startDemandingService()]);
  db = openPaymentsDatabase(database.url);
  const folder = await mkdtemp(join(tmpdir(), 'amtgraph-provider-'));
  settings = {
    provider: {
      PORT: String(providerPort),
      API_KEY: apiKey,
      CALLBACK_SECRET: callbackSecret,
      CALLBACK_URL: `http://127.0.0.1:${paymentsPort}/provider/callback`,
      DATA_FILE: join(folder, 'transactions.jsonl'),
    },
    payments: {
      PORT: String(paymentsPort),
      LOG_LEVEL: 'trace',
      DATABASE_URL: database.url,
      ASSERTION_JWKS: keys.jwksUrl,
      PROVIDER_URL: `http://127.0.0.1:${providerPort}`,
      PROVIDER_KEY: apiKey,
      PROVIDER_SECRET: callbackSecret,
      PAYMENT_CLIENTS: JSON.stringify(
        [client].map(({ name, authorities, jwksUrl, webhookUrl, webhookSecret }) => ({
          name,
          authorities,
          jwksUrl,
          webhookUrl,
          webhookSecret,
        })),
      ),
      MANDATE_KEYS: `test=${randomBytes(32).toString('base64url')}`,
      RETURN_URL: 'https://service.example/paid',
    },
  };
  await Promise.all([startProvider(), startPayments()]);
});
afterAll(async () => {
  await payments?.stop();
  await provider?.stop();
  await client?.close();
  await db?.destroy();
  await database?.drop();
});

async function ask(query: string, variables: Record<string, unknown>) {
  const assertion = await keys.sign({ ...erika, aud: 'payments' });
  return askGraphql(`${payments?.url}/graphql`, { query, variables }, { 'x-amtgraph-caller': assertion });
}

async function begin(): Promise<CreateAnswer> {
  const input = { feeDemand: await client.sign(), idempotencyKey: randomUUID() };
  return (await ask(createPayment, { input })).data.createPayment;
}

const pay = (requestId: string) =>
  fetch(`${settings.payments['PROVIDER_URL']}/admin/pay`, { method: 'POST', body: JSON.stringify({ requestId }) });
const statusOf = async (id: string) =>
  (await db.selectFrom('payment').select('status').where('id', '=', id).executeTakeFirst())?.status;
const isPaid = (id: string) =>
  until(
    () => statusOf(id),
    (status) => status === 'SUCCESS',
    30_000,
  );

test('a provider that was killed knows its transactions when it is back, and what was begun can be paid', async () => {
  const { payment, problems } = await begin();
  expect(problems).toEqual([]);
  await kill(provider);
  expect((await begin()).problems).toMatchObject([{ code: 'PROVIDER_UNAVAILABLE' }]);
  await startProvider();
  await pay(payment?.id ?? '');
  await isPaid(payment?.id ?? '');
  // What could not be begun while it was away gets its transaction by itself.
  await until(
    () => db.selectFrom('payment').select('id').where('status', '=', 'CREATED').execute(),
    (rows) => rows.length === 0,
    30_000,
  );
}, 90_000);

test('payments that was killed goes on where it was: what was paid meanwhile is paid, and the service is told once', async () => {
  const begun = await Promise.all(Array.from({ length: 5 }, () => begin()));
  const ids = begun.map(({ payment }) => payment?.id ?? '');
  await kill(payments);
  await Promise.all(ids.map(pay));
  await startPayments();
  for (const id of ids) await isPaid(id);
  await until(
    () => client.events.filter(({ data }) => ids.includes(String(data['paymentId']))),
    (events) => events.length === 5,
    30_000,
  );
  expect(await imbalance(db)).toEqual([]);
}, 90_000);

test('payments that is killed at any moment of beginning leaves nothing half done', async () => {
  for (let round = 0; round < 4; round += 1) {
    const pending = Array.from({ length: 6 }, () => begin().catch(() => undefined));
    await new Promise((resolve) => setTimeout(resolve, 30 * round));
    await kill(payments);
    await Promise.all(pending);
    await startPayments();
  }
  const left = () => db.selectFrom('payment').select('id').where('status', '=', 'CREATED').execute();
  await until(left, (rows) => rows.length === 0, 40_000);
  expect(await imbalance(db)).toEqual([]);
  const rows = await db.selectFrom('payment').select(['id', 'transaction_id']).execute();
  const transactions = (await (await fetch(`${settings.payments['PROVIDER_URL']}/admin/transactions`)).json()) as {
    requestId: string;
    transactionId: string;
  }[];
  for (const row of rows) {
    const own = transactions.filter(({ requestId }) => requestId === row.id);
    expect(own.map(({ transactionId }) => transactionId)).toEqual([row.transaction_id]);
  }
}, 120_000);

test('an account number is in no log and in no column, also where it was refused', async () => {
  const give =
    'mutation ($input: CreateSepaMandateInput!) { createSepaMandate(input: $input) { mandate { maskedIban } problems { code } } }';
  const wish = { iban: sentinels[1], accountHolder: sentinels[3], hasConsented: true, idempotencyKey: randomUUID() };
  const { data } = await ask(give, { input: wish });
  expect(data.createSepaMandate).toEqual({ mandate: { maskedIban: 'DE44 •••• 4931' }, problems: [] });
  await ask(give, { input: { ...wish, idempotencyKey: randomUUID(), iban: sentinels[4] } });
  await ask(give, { input: { ...wish, hasConsented: sentinels[0] } });
  await ask(give.replace('maskedIban', 'iban holder'), { input: wish });
  await fetch(`${payments?.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"query": "${sentinels[0]}`,
  });
  const { log, tables } = { log: written + (payments?.written() ?? ''), tables: JSON.stringify(await everyRow()) };
  expect(log).toContain('listening');
  for (const sentinel of sentinels) {
    expect(log).not.toContain(sentinel);
    expect(tables).not.toContain(sentinel);
  }
});

async function everyRow(): Promise<unknown[]> {
  const tables = ['payment', 'payment_request', 'sepa_mandate', 'outgoing_event', 'refund'] as const;
  return Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
}
