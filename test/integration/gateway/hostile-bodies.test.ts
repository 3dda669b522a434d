import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectRefused, warmUp } from './others-unharmed.ts';
import { protectedGraph } from './protected/graph.ts';
import { post, startTestGateway, type TestGateway } from './running-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway(protectedGraph);
  await warmUp(gateway);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
});

const ok = '{"query":"{ open }"}';
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('A body', () => {
  test.each([
    ['a list of operations (a batch)', `[${ok},${ok}]`, /batch|object|list/i],
    ['a number', '1', /body/i],
    ['null', 'null', /body/i],
    ['a string', '"{ open }"', /body/i],
    ['nothing', '', /empty/],
    ['broken JSON', '{"query":"{ open }"', /not valid JSON/],
    ['JSON with something behind it', `${ok} ${ok}`, /not valid JSON/],
    ['an object without keys', '{}', /body|query/i],
    ['no query', '{"variables":{}}', /query/],
    ['a query that is an object', '{"query":{"kind":"Document"}}', /string/],
    ['a query that is a list', '{"query":["{ open }"]}', /string/],
    ['variables that are a list', '{"query":"{ open }","variables":[1]}', /variables/],
    ['variables that are text', '{"query":"{ open }","variables":"{}"}', /variables/],
    ['an operationName that is an object', '{"query":"{ open }","operationName":{}}', /operationName/],
    [
      'an operationName that the document has not',
      '{"query":"query A { open }","operationName":"B"}',
      /no operation named "B"/,
    ],
    [
      'an operationName that every object has',
      '{"query":"query A { open }","operationName":"__proto__"}',
      /no operation named/,
    ],
    [
      'several operations and no operationName',
      '{"query":"query A { open } query B { open }"}',
      /Say in operationName/,
    ],
    ['extensions that are a list', '{"query":"{ open }","extensions":[]}', /extensions/],
    ['a key twice', '{"query":"{ open }","query":"{ must }"}', /same key twice/],
    ['a key twice, one of them escaped', '{"query":"{ open }","qu\\u0065ry":"{ must }"}', /same key twice/],
    ['a key twice in its variables', '{"query":"{ open }","variables":{"a":{"b":1,"b":2}}}', /same key twice/],
    ['a key __proto__', '{"query":"{ open }","__proto__":{"admin":true}}', /__proto__/],
    ['a key __proto__, escaped', '{"query":"{ open }","\\u005f_proto__":{"admin":true}}', /__proto__/],
    [
      'a key __proto__ in its variables',
      '{"query":"{ open }","variables":{"a":[{"__proto__":{"admin":true}}]}}',
      /__proto__/,
    ],
    [
      'a key constructor',
      '{"query":"{ open }","variables":{"constructor":{"prototype":{"admin":true}}}}',
      /constructor/,
    ],
    ['deep variables', `{"query":"{ open }","variables":${nested(60)}}`, /nested more than 50/],
    [
      'variables as deep as the body allows',
      `{"query":"{ open }","variables":${nested(40_000)}}`,
      /nested more than 50/,
    ],
    [
      'lists as deep as the body allows',
      `{"query":"{ open }","variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      /nested more than 50/,
    ],
    [
      'a wrong hash of a persisted operation',
      '{"query":"{ open }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}',
      /sha|persisted/i,
    ],
  ])('with %s is refused with a message that says what was expected', async (_, body, message) => {
    const { errors, status } = await expectRefused(gateway, () => post(gateway.url, body));
    expect(status).toBe(400);
    expect(errors?.[0]?.message).toMatch(message);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test.each([
    ['20 MB', 20_000_000],
    ['a byte more than is taken', 262_145],
  ])('of %s is refused without being read', async (_, bytes) => {
    const { status, errors } = await expectRefused(gateway, () =>
      post(gateway.url, `{"query":"${'x'.repeat(bytes - 12)}"}`).catch(cutOff),
    );
    expect(status).toBe(413);
    expect(errors?.[0]?.message).toMatch(/larger than is taken/);
  });

  test.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/graphql'],
    ['application/xml'],
    ['application/json; charset=utf-16'],
    ['application/json; charset=iso-8859-1'],
  ])('of the type %s is refused with the type that is expected', async (type) => {
    const { status, errors } = await expectRefused(gateway, () => post(gateway.url, ok, { 'content-type': type }));
    expect(status).toBe(415);
    expect(errors?.[0]?.message).toMatch(/application\/json|UTF-8/);
  });

  test.each([
    ['UTF-16', Buffer.from(ok, 'utf16le')],
    ['broken UTF-8', Buffer.from('{"query":"{ open }","variables":{"a":"\xff\xfe"}}', 'latin1')],
    ['a byte order mark', Buffer.from(`\uFEFF${ok}`)],
    ['NUL bytes', Buffer.from(`${ok}\0`)],
  ])('in %s is refused', async (_, body) => {
    expect((await expectRefused(gateway, () => post(gateway.url, new Uint8Array(body)))).status).toBe(400);
  });

  test('that is compressed is refused', async () => {
    const { status, errors } = await expectRefused(gateway, () =>
      post(gateway.url, ok, { 'content-encoding': 'gzip' }),
    );
    expect(status).toBe(415);
    expect(errors?.[0]?.message).toMatch(/Content-Encoding/);
  });

  test('with quotes, escapes and colons in its strings is read', async () => {
    const variables = { a: '"b": "c"', 'd"e': '\\', 'f\\': '\\"', g: ['"', ':', '":'] };
    const answer = await gateway.ask('query ($a: String) { open }'.replace('($a: String) ', ''), { variables });
    expect(answer.data).toEqual({ open: 'open' });
  });

  test.each([
    ['no object', '[]', /object/],
    ['no body at all', '', /empty/],
    ['a query that is a number', '{"query":5}', /query is expected to be a string/],
    ['variables that are text', '{"query":"subscription { news }","variables":"{}"}', /variables/],
    ['variables that are a list', '{"query":"subscription { news }","variables":[]}', /variables/],
    ['extensions that are text', '{"query":"subscription { news }","extensions":"x"}', /extensions/],
    ['an operationName that is a list', '{"query":"subscription { news }","operationName":[]}', /operationName/],
    ['an operationName that the document has not', '{"query":"query A { open }","operationName":"B"}', /named "B"/],
  ])('with %s is refused too where a stream is asked for', async (_, body, message) => {
    const { errors, status } = await expectRefused(gateway, () =>
      post(gateway.url, body, { accept: 'text/event-stream' }),
    );
    expect(status).toBe(400);
    expect(errors?.[0]?.message).toMatch(message);
  });

  test('that was refused leaves nothing behind: the same hash is still unknown', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    const refused = await post(gateway.url, JSON.stringify({ query: '{ open }', extensions }));
    expect(refused.errors?.length).toBeGreaterThan(0);
    const { errors } = await post(gateway.url, JSON.stringify({ extensions }));
    expect(errors?.[0]?.extensions['code']).toMatch(/^PERSISTED_QUERY_NOT_/);
  });
});

/** The server answers and closes before it has read everything; what fetch makes of that depends on who is faster. */
function cutOff(error: unknown): never {
  throw new Error('expected an answer before the connection is closed', { cause: error });
}
