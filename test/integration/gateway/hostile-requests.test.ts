import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectRefused, othersUnharmed, warmUp } from './others-unharmed.ts';
import { protectedGraph } from './protected/graph.ts';
import { post, startTestGateway, type GatewayAnswer, type TestGateway } from './running-gateway.ts';

const FRIEND = 'https://account.example';
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway(protectedGraph, { CORS_ORIGINS: [FRIEND] });
  await warmUp(gateway);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
});

async function send(path: string, init?: RequestInit): Promise<GatewayAnswer> {
  const response = await fetch(gateway.url + path, { redirect: 'manual', ...init });
  const text = await response.text();
  const parsed = text.startsWith('{') ? (JSON.parse(text) as Partial<GatewayAnswer>) : {};
  return { ...parsed, status: response.status, headers: response.headers, text };
}

const get = (query: string, headers: Record<string, string> = {}) =>
  send(`/graphql?${new URLSearchParams({ query }).toString()}`, { headers });

describe('A request of another page', () => {
  test('is not answered for a foreign origin: no header lets the page read it', async () => {
    const { answer, preflight } = await othersUnharmed(gateway, async () => ({
      answer: await post(gateway.url, '{"query":"{ open }"}', { origin: 'https://evil.example' }),
      preflight: await send('/graphql', {
        method: 'OPTIONS',
        headers: {
          origin: 'https://evil.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      }),
    }));
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('is answered for an origin on the list, without credentials', async () => {
    const { headers, data } = await post(gateway.url, '{"query":"{ open }"}', { origin: FRIEND });
    expect(data).toEqual({ open: 'open' });
    expect(headers.get('access-control-allow-origin')).toBe(FRIEND);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toMatch(/origin/i);
  });

  test.each([
    ['text/plain', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['an upload', 'multipart/form-data; boundary=x'],
  ])('cannot come without a preflight, as %s', async (_, type) => {
    const { status } = await expectRefused(gateway, () =>
      post(gateway.url, '{"query":"mutation { touch { id } }"}', { 'content-type': type }),
    );
    expect(status).toBe(415);
  });

  test('cannot come without a preflight, as a link', async () => {
    expect((await expectRefused(gateway, () => get('{ open }'))).errors?.[0]?.message).toMatch(/CSRF|preflight/i);
  });
});

describe('A request', () => {
  test('by GET cannot be a mutation', async () => {
    gateway.requests.length = 0;
    const { status, headers } = await get('mutation { touch { id } }', { 'apollo-require-preflight': 'true' });
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
    expect(gateway.requests).toEqual([]);
  });

  test.each([
    ['variables that are broken', { variables: '{' }, /variables is expected to be JSON/],
    ['variables with a key that reaches prototypes', { variables: '{"__proto__":{"a":1}}' }, /__proto__/],
    ['variables with a key twice', { variables: '{"a":1,"a":2}' }, /same key twice/],
    ['variables that are deep', { variables: `${'['.repeat(2_000)}${']'.repeat(2_000)}` }, /nested/],
    ['variables that are a list', { variables: '[]' }, /variables/],
    ['extensions that are text', { extensions: '"x"' }, /extensions/],
    ['extensions with constructor', { extensions: '{"constructor":{}}' }, /constructor/],
    ['an operationName that is not there', { operationName: 'B' }, /no operation named "B"/],
  ])('by GET with %s is refused', async (_, parameters, message) => {
    const search = new URLSearchParams({ query: 'query A { open }', ...parameters }).toString();
    for (const accept of ['application/json', 'text/event-stream']) {
      const { status, errors } = await expectRefused(gateway, () =>
        send(`/graphql?${search}`, { headers: { accept, 'apollo-require-preflight': 'true' } }),
      );
      expect([accept, status]).toEqual([accept, 400]);
      expect(errors?.[0]?.message).toMatch(message);
    }
  });

  test('by GET with a parameter given twice is refused', async () => {
    const { status, errors } = await expectRefused(gateway, () =>
      send('/graphql?query={open}&query={must}', { headers: { 'apollo-require-preflight': 'true' } }),
    );
    expect([status, errors?.[0]?.message]).toEqual([400, 'The parameter query is given twice. Give it once.']);
  });

  test('by GET cannot be a mutation that asks for a stream', async () => {
    gateway.requests.length = 0;
    for (const path of ['/graphql', '/graphql/stream']) {
      const search = new URLSearchParams({ query: 'mutation { touch { id } }' }).toString();
      const { status } = await expectRefused(gateway, () =>
        send(`${path}?${search}`, { headers: { accept: 'text/event-stream' } }),
      );
      expect(status).toBe(400);
    }
    expect(gateway.requests.filter(({ query }) => query.includes('touch'))).toEqual([]);
  });

  test.each(['PUT', 'PATCH', 'DELETE'])('by %s is refused, with the methods that are taken', async (method) => {
    const { status, headers, errors } = await send('/graphql', {
      method,
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(errors).toHaveLength(1);
  });

  test.each(['/', '/nothing', '/graphql/', '/..%2f..%2fetc/passwd', '/graphql/../admin', '/.env', '/%00', '/%E0%A4%A'])(
    'to %s finds nothing, and JSON says so',
    async (path) => {
      const { status, errors, headers } = await send(path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(errors?.[0]?.extensions['code']).toBe('BAD_REQUEST');
    },
  );

  test('is answered with headers that keep browsers from guessing, framing and leaking', async () => {
    const { headers } = await post(gateway.url, '{"query":"{ open }"}');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  test('cannot smuggle headers to subgraphs or pretend to be another caller', async () => {
    const { data } = await gateway.ask('{ me { id } }', {
      headers: {
        'x-amtgraph-caller': 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJlcmlrYSJ9.',
        'x-forwarded-for': '10.0.0.1',
        'x-user': 'erika',
      },
    });
    expect(data).toEqual({ me: null });
  });

  test('with headers beyond all measure is refused', async () => {
    const { status } = await gateway.ask('{ open }', { headers: { 'x-long': 'x'.repeat(40_000) } });
    expect(status).toBe(431);
  });
});
