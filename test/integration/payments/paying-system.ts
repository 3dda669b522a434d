import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { startPaymentProvider, type RunningProvider } from '../../../specimens/payment-provider/server.ts';
import { createDemandReader } from '../../../subgraphs/payments/clients/fee-demands.ts';
import { openXBezahldienste } from '../../../subgraphs/payments/clients/xbezahldienste.ts';
import { runPayments } from '../../../subgraphs/payments/run.ts';
import type { PaymentServices } from '../../../subgraphs/payments/processing/services.ts';
import type { PaymentsDatabase } from '../../../subgraphs/payments/storage/database.ts';
import { MandateSeal } from '../../../subgraphs/payments/storage/mandate-seal.ts';
import { createPayments } from '../../../subgraphs/payments/subgraph.ts';
import { startTestSubgraph, type TestSubgraph } from '../../testkit/subgraph.ts';
import { startDemandingService, type DemandClaims, type DemandingService } from './fee-demands.ts';
import { openPaymentsDatabase } from './payment-rows.ts';

export const apiKey = 'the key that the provider gave to the authorities';
export const callbackSecret = `whsec_${Buffer.from('the secret that signs callbacks').toString('base64')}`;

export const erika = { sub: 'sector-erika', cid: 'handle-erika', scope: 'payments:read payments:write' };
export const max = { sub: 'sector-max', cid: 'handle-max', scope: 'payments:read payments:write' };

/** Payments with a provider and a service that demands fees, all on free ports; its clock can be set ahead. */
export interface PayingSystem {
  subgraph: TestSubgraph;
  provider: RunningProvider;
  client: DemandingService;
  db: Kysely<PaymentsDatabase>;
  services: PaymentServices;
  /** Sets the clock of payments ahead. */
  travel(ms: number): void;
  create(
    options?: DemandClaims & { caller?: typeof erika; key?: string; feeDemand?: string; returnUrl?: string },
  ): Promise<CreateAnswer>;
  /** What a citizen asks who pays nothing: how many payments they have. */
  smallQuestion(caller: typeof erika): Promise<void>;
  pay(paymentId: string, choice?: string): Promise<void>;
  status(paymentId: string): Promise<string>;
  close(): Promise<void>;
}

export interface CreateAnswer {
  payment: { id: string; status: string; payUrl: string | null } | null;
  payUrl: string | null;
  problems: { code: string; field: string[] | null; message: string; remedy: string }[];
}

export const createPayment = `mutation ($input: CreatePaymentInput!) { createPayment(input: $input) {
  payment { id status payUrl } payUrl problems { code field message remedy } } }`;

export interface PayingOptions {
  /** How often what is due is looked for; far apart where a test shows what happens without. */
  lookEveryMs?: number;
  provider?: { timeoutMs?: number; dataFile?: string };
}

export async function startPayingSystem({
  lookEveryMs = 50,
  provider: wanted = {},
}: PayingOptions = {}): Promise<PayingSystem> {
  const provider = await startPaymentProvider({
    port: 0,
    host: '127.0.0.1',
    apiKey,
    callbackSecret,
    ...(wanted.dataFile ? { dataFile: wanted.dataFile } : {}),
  });
  const client = await startDemandingService();
  let ahead = 0;
  const services: PaymentServices = {
    clock: () => new Date(Date.now() + ahead),
    provider: openXBezahldienste({ url: provider.url, key: apiKey, timeoutMs: wanted.timeoutMs ?? 1_000 }),
    readDemand: createDemandReader([client]),
    returnUrl: 'https://service.example/paid',
    returnOrigins: ['https://app.example'],
    payees: [{ authority: '14713000', name: 'Stadt Leipzig', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' }],
    mandateSeal: new MandateSeal([{ id: 'test', key: randomBytes(32) }]),
  };
  const subgraph = await startTestSubgraph(createPayments(services), {
    start: (surroundings) => runPayments(services, surroundings, { clients: [client], callbackSecret, lookEveryMs }),
  });
  provider.callbacks.url = subgraph.url.replace('/graphql', '/provider/callback');
  const db = openPaymentsDatabase(subgraph.databaseUrl);
  return {
    subgraph,
    provider,
    client,
    db,
    services,
    travel: (ms) => void (ahead += ms),
    async create({ caller = erika, key = randomUUID(), feeDemand, returnUrl, ...claims } = {}) {
      const input = { feeDemand: feeDemand ?? (await client.sign(claims)), idempotencyKey: key, returnUrl };
      const { data, errors } = await subgraph.ask(caller, createPayment, { input });
      if (errors) throw new Error(JSON.stringify(errors));
      return data.createPayment;
    },
    async smallQuestion(caller) {
      const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Citizen { id } } }';
      const { data } = await subgraph.ask(caller, query, { of: [{ __typename: 'Citizen', id: caller.cid }] });
      if (data?._entities[0]?.id !== caller.cid)
        throw new Error(`Expected ${caller.cid}, got ${JSON.stringify(data)}.`);
    },
    async pay(paymentId, choice = 'success') {
      const transaction = provider.transactions.all.find((each) => each.requestId === paymentId);
      if (!transaction) throw new Error(`the provider knows no transaction of ${paymentId}`);
      const response = await fetch(`${provider.url}/pay/${transaction.payToken}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ choice }).toString(),
      });
      await response.body?.cancel();
    },
    async status(paymentId) {
      const row = await db.selectFrom('payment').select('status').where('id', '=', paymentId).executeTakeFirstOrThrow();
      return row.status;
    },
    async close() {
      await db.destroy();
      await subgraph.close();
      await provider.close();
      await client.close();
    },
  };
}

/** Waits until something is so; fails with what it was instead. */
export async function until<Value>(
  look: () => Promise<Value> | Value,
  isSo: (value: Value) => boolean,
  patienceMs = 30_000,
): Promise<Value> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const value = await look();
    if (isSo(value)) return value;
    if (Date.now() > end) throw new Error(`waited ${patienceMs} ms, and it was still ${JSON.stringify(value)}`);
    await pause(20);
  }
}
