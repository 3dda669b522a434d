import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../testkit/system.ts';
import { socketClient, startGatewayWithEvents, type EventGateway, type Told } from './gateway-with-events.ts';

let gateway: EventGateway;
afterEach(() => gateway.stop());

const query = 'subscription { orderChanged(prefix: "x") { id } }';

/** Ends with the first result, or with why it was closed. */
async function attempt(client: ReturnType<typeof socketClient>, text = query): Promise<Told | string> {
  return new Promise((resolve) => {
    const end = client.subscribe<Told['data']>(
      { query: text },
      {
        next: (told) => resolve(told as Told),
        error: (error) =>
          resolve(Array.isArray(error) ? { errors: error } : `closed ${String((error as { code?: number }).code)}`),
        complete: () => resolve('complete'),
      },
    );
    setTimeout(() => {
      resolve('open');
      end();
    }, 150);
  });
}

/** A client that is connected, and stays so as its first subscription does. */
async function connected(token?: string): Promise<ReturnType<typeof socketClient>> {
  const client = socketClient(gateway.url, token);
  client.subscribe({ query }, { next: () => undefined, error: () => undefined, complete: () => undefined });
  await eventually('the first subscription', () => gateway.subgraphs.streams() === 1, 5_000);
  return client;
}

const isRefused = (outcome: Told | string) =>
  typeof outcome === 'object' && outcome.errors?.[0]?.extensions?.['code'] === 'LIMIT_EXCEEDED';

describe('Operations on a WebSocket', () => {
  test('count for the citizen as requests do', async () => {
    gateway = await startGatewayWithEvents({ RATE_LIMITS: { address: 0, citizen: 5, client: 0 } });
    const client = await connected(await gateway.token());
    const outcomes = [];
    // The connection and what keeps it open are the first two of five.
    for (let count = 0; count < 5; count++) outcomes.push(await attempt(client));
    expect(outcomes.slice(0, 3)).toEqual(['open', 'open', 'open']);
    expect(outcomes.slice(3).every(isRefused)).toBe(true);
    expect(outcomes[4]).toMatchObject({
      errors: [
        {
          message: expect.stringMatching(/^5 requests a minute .* Try again in \d+ s\.$/),
          extensions: { retryAfter: expect.any(Number) },
        },
      ],
    });
    const other = socketClient(gateway.url, await gateway.token({ sub: 'max' }));
    expect(await attempt(other)).toBe('open');
    await client.dispose();
    await other.dispose();
  });

  test('count for the address of somebody who is not logged in, also queries, which are refused anyway', async () => {
    gateway = await startGatewayWithEvents({ RATE_LIMITS: { address: 4, citizen: 0, client: 0 } });
    const client = await connected();
    const outcomes = [];
    for (let count = 0; count < 3; count++) outcomes.push(await attempt(client, '{ order(id: "1") { id } }'));
    expect(outcomes.map(isRefused)).toEqual([false, false, true]);
    expect(outcomes[0]).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    await client.dispose();
  });

  test('cannot be opened anew to get around that: connections count too', async () => {
    gateway = await startGatewayWithEvents({ RATE_LIMITS: { address: 3, citizen: 0, client: 0 } });
    const closings: { code: number; reason: string }[] = [];
    for (let count = 0; count < 5; count++) {
      const client = socketClient(gateway.url, undefined, (event) => closings.push(event));
      await attempt(client);
      await client.dispose();
    }
    expect(closings.map(({ code }) => code).filter((code) => code === 1013)).toHaveLength(3);
    expect(closings.at(-1)?.reason).toContain('requests a minute');
  });
});

test('Streams count as requests do', async () => {
  gateway = await startGatewayWithEvents({ RATE_LIMITS: { address: 2, citizen: 0, client: 0 } });
  const ask = () =>
    fetch(`${gateway.url}/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
    });
  const answers = [await ask(), await ask(), await ask()];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(Number(answers[2]!.headers.get('retry-after'))).toBeGreaterThan(0);
  for (const { body } of answers) await body?.cancel();
});
