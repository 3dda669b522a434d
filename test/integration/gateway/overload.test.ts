import { describe, expect, test } from '@jest/globals';
import { defaultLimits } from '../../../gateway/limits/limits.ts';
import { protectedGraph } from './protected/graph.ts';
import { startTestGateway } from './running-gateway.ts';

describe('More requests than the gateway takes at a time', () => {
  test('are turned away at once with 503 and Retry-After, and what was admitted is finished', async () => {
    await using gateway = await startTestGateway(protectedGraph, { MAX_IN_FLIGHT: 5 });
    await gateway.ask('{ open }');
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => gateway.ask('{ citizen(id: "c1") { nick fileCount } }')),
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
