import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestRegistry, type TestRegistry } from '../../testkit/registry.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startTestRegistry();
}, 120_000);
afterAll(() => registry?.close());

const aliases = (count: number) => `{ ${Array.from({ length: count }, (_, n) => `a${n}: __typename`).join(' ')} }`;

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(registry.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

describe.each(['/graphql', '/rover', '/uplink'])('%s', (path) => {
  test('stops reading a document of thousands of aliases, and says so', async () => {
    const { status, text } = await post(path, { query: aliases(5_000) });
    expect(status).toBe(400);
    expect(text.length).toBeLessThan(2_000);
    expect(JSON.parse(text).errors[0].message).toMatch(/more tha[nt] 1000 tokens/);
  });

  test('names a handful of the mistakes in a document, not hundreds', async () => {
    const { status, text } = await post(path, { query: aliases(200).replaceAll('__typename', 'nothing') });
    expect(status).toBe(400);
    expect(JSON.parse(text).errors.length).toBeLessThanOrEqual(11);
  });

  test('shows its schema to those who have a token, and to nobody else', async () => {
    const query = '{ __schema { queryType { name } } }';
    const unknown = await post(path, { query });
    expect(unknown.status).toBe(401);
    expect(JSON.parse(unknown.text).errors[0]).toMatchObject({
      message: expect.stringContaining('x-api-key'),
      extensions: { code: 'UNAUTHENTICATED' },
    });
    const hidden = await post(path, { query: '{ ...f } fragment f on Query { t: __type(name: "Query") { name } }' });
    expect(hidden.status).toBe(401);
    const known = await post(path, { query }, { 'x-api-key': registry.root });
    expect(known).toMatchObject({ status: 200, text: expect.stringContaining('"queryType"') });
  });
});

test('a text that no database can hold is refused with the reason', async () => {
  const create = `mutation ($name: String!) {
    createAgency(input: { slug: "a", name: $name, level: MUNICIPAL, ags: "14511000", contact: "it@amt.example" }) { slug }
  }`;
  const { errors } = await registry.ask(registry.root, create, { name: 'Amt\u0000' });
  expect(errors).toMatchObject([
    { message: expect.stringContaining('U+0000'), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});
