import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { defaultLimits } from '../../../gateway/limits/limits.ts';
import { whileOthersAsk } from '../../testkit/others-served.ts';
import { eventually } from '../../testkit/system.ts';
import { protectedGraph } from './protected/graph.ts';
import { startTestGateway } from './running-gateway.ts';

/** Requests of which only the head is sent. */
function withoutBodies(count: number, { url }: { url: string }): Socket[] {
  const { hostname, port } = new URL(url);
  const head = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n';
  return Array.from({ length: count }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(head);
    return socket;
  });
}

describe('More requests than the gateway takes at a time', () => {
  test('are turned away at once with 503 and Retry-After, and what was admitted is finished', async () => {
    await using gateway = await startTestGateway(protectedGraph, { MAX_IN_FLIGHT: 5 });
    await gateway.ask('{ open }');
    // Another citizen's question is one too many as well, or has a place; it is answered in time in both cases.
    const askSmall = async (): Promise<void> => expect([200, 503]).toContain((await gateway.ask('{ open }')).status);
    const answers = await whileOthersAsk(askSmall, () =>
      Promise.all(Array.from({ length: 100 }, () => gateway.ask('{ citizen(id: "c1") { nick fileCount } }'))),
    );
    const refused = answers.filter(({ status }) => status === 503);
    const answered = answers.filter(({ status }) => status === 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(answered.length).toBeGreaterThanOrEqual(5);
    expect(refused.length + answered.length).toBe(100);
    for (const { headers, errors } of refused) {
      expect(headers.get('retry-after')).toBe('2');
      expect(errors?.[0]?.extensions['code']).toBe('SERVICE_UNAVAILABLE');
    }
    for (const { data } of answered) expect(data).toEqual({ citizen: { nick: 'eri', fileCount: 2 } });
    expect((await gateway.ask('{ open }')).data).toEqual({ open: 'open' });
  });

  test('do not keep it from saying that it is alive', async () => {
    await using gateway = await startTestGateway(protectedGraph, { MAX_IN_FLIGHT: 1 });
    const load = Promise.all(Array.from({ length: 50 }, () => gateway.ask('{ open }')));
    const health = await Promise.all(
      Array.from({ length: 10 }, async () => (await fetch(`${gateway.url}/health`)).json()),
    );
    expect(health).toEqual(Array.from({ length: 10 }, () => ({ status: 'ok' })));
    await load;
  });
});

describe('Requests whose bodies do not come', () => {
  test('hold nobody’s place: the one that is allowed at a time is answered, and so is /health', async () => {
    await using gateway = await startTestGateway(protectedGraph, { MAX_IN_FLIGHT: 1 });
    const heads = withoutBodies(3, gateway);
    try {
      await Promise.all(heads.map((socket) => once(socket, 'connect')));
      for (let count = 0; count < 5; count++) {
        expect(await (await fetch(`${gateway.url}/health`)).json()).toEqual({ status: 'ok' });
        expect((await gateway.ask('{ open }')).data).toEqual({ open: 'open' });
      }
    } finally {
      for (const socket of heads) socket.destroy();
    }
  });

  test('are bounded too', async () => {
    await using gateway = await startTestGateway(protectedGraph, { MAX_IN_FLIGHT: 1 });
    const heads = withoutBodies(12, gateway);
    const refused = await Promise.all(heads.slice(4).map(async (socket) => String((await once(socket, 'data'))[0])));
    for (const head of refused) expect(head).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 2/i);
    expect((await gateway.ask('{ open }')).status).toBe(503);
    for (const socket of heads) socket.destroy();
    await eventually('places to be free', async () => (await gateway.ask('{ open }')).status === 200, 5_000);
  });
});

describe('A caller who has spent the budget of a minute', () => {
  test('is told when to come back, and others are served', async () => {
    await using gateway = await startTestGateway(protectedGraph, { LIMITS: { ...defaultLimits, costPerMinute: 5 } });
    const [erika, max] = await Promise.all([gateway.token({ sub: 'erika' }), gateway.token({ sub: 'max' })]);
    const query = '{ records { id } }';
    let last = await gateway.ask(query, { token: erika });
    for (let count = 0; count < 10 && last.status === 200; count++) last = await gateway.ask(query, { token: erika });
    expect(last.status).toBe(429);
    expect(last.errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'costPerMinute', allowed: 5 });
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await gateway.ask(query, { token: max })).status).toBe(200);
  });
});
