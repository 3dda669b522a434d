import { describe, expect, test } from '@jest/globals';
import { httpServer, type TestServer } from '../../unit/gateway/execution/transport/hostile-server.ts';
import { whileOthersAsk as watched, type SmallQuestion } from '../../testkit/others-served.ts';
import { stopwatch } from '../../testkit/stopwatch.ts';
import { faultsGraph } from './faults/graph.ts';
import { manyErrors, type Misbehaviour, sound, SOUND_ANSWER, withAnEnd, withoutEnd } from './faults/misbehaviour.ts';
import { type GatewayAnswer, startTestGateway, type TestGateway } from './running-gateway.ts';

const PAGE = '{ me { name payments { id amount } } open }';
/** What a request may take: its budget of 5 s and the machine's mood. */
const DEADLINE_MS = 6_000;
const gatewayOver = (payments: TestServer): Promise<TestGateway> =>
  startTestGateway(faultsGraph, { SUBGRAPH_URLS: { payments: payments.url } });

/** What another client asks, of a service that is well. */
const smallQuestion =
  (gateway: TestGateway): SmallQuestion =>
  async () =>
    expect((await gateway.ask('query Other { me { name } }')).data).toEqual({ me: { name: 'Ada' } });

/** Runs something slow or harmful while another client asks. */
const whileOthersAsk = <Result>(gateway: TestGateway, work: () => Promise<Result>): Promise<Result> =>
  watched(smallQuestion(gateway), work);

async function timed<Result>(work: Promise<Result>): Promise<{ result: Result; ms: number }> {
  const elapsed = stopwatch();
  const result = await work;
  return { result, ms: elapsed() };
}

/** The rest is there, and the one null has one error, which names the service and tells nothing of its inside. */
function expectOnlyPaymentsMissing(
  { status, data, errors, text }: GatewayAnswer,
  { code, path, isWrongValue }: Pick<Misbehaviour, 'code' | 'path' | 'isWrongValue'>,
): void {
  expect(status).toBe(200);
  expect(data).toEqual({ me: { name: 'Ada', payments: null }, open: 'open' });
  expect(errors).toEqual([
    {
      message: expect.any(String),
      path: path ?? ['me', 'payments'],
      extensions: isWrongValue ? { code } : { code, subgraph: 'payments' },
    },
  ]);
  expect(text).not.toMatch(/127\.0\.0\.1|ECONN|SELECT|Erika|\.js:|Wartung|proto/);
}

async function expectContained(misbehaviour: Misbehaviour): Promise<void> {
  await using payments = await misbehaviour.start();
  await using gateway = await gatewayOver(payments);
  const { result, ms } = await whileOthersAsk(gateway, () => timed(gateway.ask(PAGE)));
  expectOnlyPaymentsMissing(result, misbehaviour);
  expect(ms).toBeLessThan(DEADLINE_MS);
}

const rows = (list: readonly Misbehaviour[]) => list.map((misbehaviour) => [misbehaviour.title, misbehaviour] as const);

describe('A service that does not come to an end costs its own fields, by the deadline: it', () => {
  test.concurrent.each(rows(withoutEnd))('%s', (_, misbehaviour) => expectContained(misbehaviour));
});

describe('A service that misbehaves costs its own fields: it', () => {
  test.each(rows(withAnEnd))('%s', (_, misbehaviour) => expectContained(misbehaviour));

  test('sends 100,000 errors, of which a client gets a few, without their text', async () => {
    await using payments = await manyErrors();
    await using gateway = await gatewayOver(payments);
    const { data, errors, text } = await whileOthersAsk(gateway, () => gateway.ask(PAGE));
    expect(data).toEqual({ me: { name: 'Ada', payments: null }, open: 'open' });
    expect(errors?.length).toBeGreaterThan(0);
    expect(errors?.length).toBeLessThanOrEqual(100);
    expect(errors).toContainEqual(expect.objectContaining({ path: ['me', 'payments'] }));
    for (const { extensions } of errors ?? []) {
      expect(extensions).toEqual({ code: 'SUBGRAPH_ERROR', subgraph: 'payments' });
    }
    expect(text).not.toContain('SELECT');
    expect(text.length).toBeLessThan(65_536);
  });

  test('redirects, and nobody follows', async () => {
    const asked: string[] = [];
    await using elsewhere = await httpServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(200, { 'content-type': 'application/json' }).end(SOUND_ANSWER);
    });
    await expectContained({
      title: 'redirects',
      code: 'SUBGRAPH_BAD_RESPONSE',
      start: () => httpServer((_, response) => response.writeHead(307, { location: elsewhere.url }).end()),
    });
    expect(asked).toEqual([]);
  });

  test('sets cookies and other headers, and none of them is passed on', async () => {
    await using payments = await sound({ 'set-cookie': 'session=1', 'x-internal': 'db-7', 'cache-control': 'public' });
    await using gateway = await gatewayOver(payments);
    const { data, errors, headers } = await whileOthersAsk(gateway, () => gateway.ask(PAGE));
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ me: { payments: [{ id: 'p1', amount: 5 }] } });
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('x-internal')).toBeNull();
    expect(headers.get('cache-control')).not.toBe('public');
  });
});

describe('A connection that breaks', () => {
  test.each([
    ['a query is sent once more', PAGE, 2, undefined],
    ['a mutation is not', 'mutation { pay(id: "p1") { id } }', 1, 'SUBGRAPH_UNAVAILABLE'],
  ])('%s', async (_, operation, attempts, code) => {
    let asked = 0;
    await using payments = await httpServer((request, response) => {
      asked += 1;
      if (asked === 1) request.socket.resetAndDestroy();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(SOUND_ANSWER);
    });
    await using gateway = await gatewayOver(payments);
    const { errors } = await whileOthersAsk(gateway, () => gateway.ask(operation));
    expect(errors?.[0]?.extensions['code']).toBe(code);
    expect(asked).toBe(attempts);
  });
});

describe('A service that hangs', () => {
  test('fills its own places only: a hundred who wait for it slow nobody who does not need it', async () => {
    await using payments = await httpServer(() => undefined);
    await using gateway = await gatewayOver(payments);
    const { result, ms } = await whileOthersAsk(gateway, () =>
      timed(
        Promise.all(
          Array.from({ length: 100 }, (_, index) =>
            gateway.ask('{ me { name payments { id } } }', { headers: { 'accept-language': `de-x-${index}` } }),
          ),
        ),
      ),
    );
    expect(ms).toBeLessThan(DEADLINE_MS);
    for (const { data, errors } of result) {
      expect(data).toEqual({ me: { name: 'Ada', payments: null } });
      expect(errors).toHaveLength(1);
      expect(['SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNAVAILABLE']).toContain(errors?.[0]?.extensions['code']);
    }
  });

  test('once does not hold up those who ask the same just after', async () => {
    const asked: string[] = [];
    await using payments = await httpServer((_, response, body) => {
      asked.push(body);
      if (asked.length > 1) response.writeHead(200, { 'content-type': 'application/json' }).end(SOUND_ANSWER);
    });
    await using gateway = await gatewayOver(payments);
    const first = whileOthersAsk(gateway, () => gateway.ask(PAGE));
    while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await watched(
      async () => {
        const { data, errors } = await gateway.ask(PAGE);
        expect(errors).toBeUndefined();
        expect(data).toMatchObject({ me: { payments: [{ id: 'p1', amount: 5 }] } });
      },
      () => first,
    );
    expectOnlyPaymentsMissing(await first, { code: 'SUBGRAPH_TIMEOUT' });
  });
});

describe('A service that keeps failing', () => {
  test('is not asked any more, its part of the answer is refused at once, and it is used again once it is well', async () => {
    let asked = 0;
    let isWell = false;
    await using payments = await httpServer((_, response) => {
      asked += 1;
      response.writeHead(isWell ? 200 : 500, { 'content-type': 'application/json' }).end(isWell ? SOUND_ANSWER : '');
    });
    await using gateway = await gatewayOver(payments);
    const unavailable = { code: 'SUBGRAPH_UNAVAILABLE' } as const;
    await whileOthersAsk(gateway, async () => {
      for (let count = 0; count < 20; count += 1) expectOnlyPaymentsMissing(await gateway.ask(PAGE), unavailable);
    });
    isWell = true;
    const before = asked;
    const times: number[] = [];
    for (let count = 0; count < 10; count += 1) {
      const { result, ms } = await timed(gateway.ask(PAGE));
      expectOnlyPaymentsMissing(result, unavailable);
      times.push(ms);
    }
    expect(asked).toBe(before);
    expect(times.toSorted((a, b) => a - b)[5]).toBeLessThan(50);
    await new Promise((resolve) => setTimeout(resolve, 5_100));
    for (let count = 0; count < 4; count += 1) expect((await gateway.ask(PAGE)).errors).toBeUndefined();
  });
});
