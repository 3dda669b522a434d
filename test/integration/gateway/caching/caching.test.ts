import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { whileOthersAsk } from '../../../testkit/others-served.ts';
import { startTestGateway, assertedCaller, type TestGateway } from '../running-gateway.ts';
import { books, cachedGraph, library } from './graph.ts';

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway(cachedGraph);
});
afterEach(async () => {
  books[0]!.title = 'Verwaltungsrecht';
  Object.assign(library, { slowMs: 0, failing: false });
  await gateway[Symbol.asyncDispose]();
});

const asked = (subgraph: string) => gateway.requests.filter((request) => request.subgraph === subgraph);

const idsAsked = (subgraph: string) =>
  asked(subgraph).flatMap(({ variables }) => {
    const { representations = [] } = (variables ?? {}) as { representations?: { id?: string; isbn?: string }[] };
    return representations.map(({ id, isbn }) => id ?? isbn);
  });

const loans = '{ me { name loans { book { title } } } }';
const policyOf = async (query: string, token?: string) =>
  (await gateway.ask(query, { ...(token && { token }) })).headers.get('cache-control');

describe('Public data', () => {
  test('of root fields is fetched once, by whoever asks', async () => {
    const query = '{ book(id: "b1") { title shelf { room } } }';
    const first = await gateway.ask(query);
    const second = await gateway.ask(query, { token: await gateway.token() });
    expect(first.data).toEqual({ book: { title: 'Verwaltungsrecht', shelf: { room: 'A' } } });
    expect(second.data).toEqual(first.data);
    expect(asked('library')).toHaveLength(1);
  });

  test('of entities is fetched once for each of them, across operations and callers', async () => {
    const first = await gateway.ask('{ wanted { title } }');
    const other = await gateway.ask('{ me { loans { due book { title } } } }', { token: await gateway.token() });
    const again = await gateway.ask('{ again: wanted { called: title } me { loans { book { title } } } }', {
      token: await gateway.token({ sub: 'max' }),
    });
    expect(first.data).toEqual({ wanted: { title: 'Meldewesen' } });
    expect(other.data).toMatchObject({
      me: { loans: [{ book: { title: 'Verwaltungsrecht' } }, { book: { title: 'Straßenverkehr' } }] },
    });
    expect(again.data).toMatchObject({ again: { called: 'Meldewesen' } });
    expect(idsAsked('library').filter((id) => id === 'b1')).toHaveLength(1);
    expect(idsAsked('library').filter((id) => id === 'b2')).toHaveLength(1);
  });

  test('is asked for without any citizen', async () => {
    await gateway.ask('{ book(id: "b1") { title } }', { token: await gateway.token() });
    await gateway.ask(loans, { token: await gateway.token() });
    expect(asked('library').map(({ headers }) => assertedCaller(headers))).toEqual([undefined, undefined]);
    expect(asked('loans').map(({ headers }) => assertedCaller(headers))).toEqual([expect.any(String)]);
  });

  test('is told apart by variables, selection and language', async () => {
    const query = 'query ($id: ID!) { book(id: $id) { title } }';
    await gateway.ask(query, { variables: { id: 'b1' } });
    await gateway.ask(query, { variables: { id: 'b2' } });
    await gateway.ask('{ book(id: "b1") { title isbn } }');
    expect(asked('library')).toHaveLength(3);
    const greeting = (language: string) => gateway.ask('{ greeting }', { headers: { 'accept-language': language } });
    expect((await greeting('de')).data).toEqual({ greeting: 'Guten Morgen' });
    expect((await greeting('en')).data).toEqual({ greeting: 'Good morning' });
    expect((await greeting('DE;q=1.0')).data).toEqual({ greeting: 'Guten Morgen' });
    expect(asked('library')).toHaveLength(5);
  });

  test('is fetched once when many ask for it at the same time', async () => {
    library.slowMs = 300;
    const answers = await Promise.all(Array.from({ length: 60 }, () => gateway.ask('{ book(id: "b1") { title } }')));
    for (const { data } of answers) expect(data).toEqual({ book: { title: 'Verwaltungsrecht' } });
    expect(asked('library')).toHaveLength(1);
  });

  test('that is there is given also when the rest of it cannot be had', async () => {
    await gateway.ask('{ wanted { title } }');
    library.failing = true;
    const { data, errors } = await gateway.ask('{ wanted { title } cheapest { title } }');
    expect(data).toEqual({ wanted: { title: 'Meldewesen' }, cheapest: null });
    expect(errors).toEqual([expect.objectContaining({ path: ['cheapest', 'title'] })]);
  });

  test('that is not there is asked for again', async () => {
    for (const _ of [1, 2]) expect((await gateway.ask('{ book(id: "none") { title } }')).data).toEqual({ book: null });
    expect(asked('library')).toHaveLength(2);
  });

  test('is not kept when there was an error', async () => {
    library.failing = true;
    const { errors } = await gateway.ask('{ book(id: "b1") { title } }');
    expect(errors).toHaveLength(1);
    library.failing = false;
    expect((await gateway.ask('{ book(id: "b1") { title } }')).data).toEqual({ book: { title: 'Verwaltungsrecht' } });
  });
});

describe('Nothing is kept', () => {
  test.each([
    ['of a field without a hint', '{ plain { title } }'],
    ['where one field of several is without a hint', '{ book(id: "b1") { title stock } }'],
    ['of a field that is called private', '{ recommended { title } }'],
    ['of a field that asks for a login', '{ reserved { title } }'],
    ['of a field that asks for a scope', '{ book(id: "b1") { notes } }'],
    ['where another root field of the same request may not be', '{ book(id: "b1") { title } plain { title } }'],
  ])('%s', async (_, query) => {
    const token = await gateway.token({ scopes: ['notes:read'] });
    await gateway.ask(query, { token });
    await gateway.ask(query, { token });
    expect(asked('library')).toHaveLength(2);
    expect(await policyOf(query, token)).toBe('no-store');
  });

  test('of a field that another subgraph adds to a public entity without saying that it is public', async () => {
    await gateway.ask('{ book(id: "b1") { isbn price } }');
    await gateway.ask('{ book(id: "b1") { isbn price } }');
    expect(asked('shop')).toHaveLength(1);
    await gateway.ask('{ book(id: "b1") { isbn discount } }');
    await gateway.ask('{ book(id: "b1") { isbn discount } }');
    expect(asked('shop')).toHaveLength(3);
  });

  test('of one citizen and given to another, however they are interleaved', async () => {
    const people = await Promise.all(
      ['erika', 'max'].map(async (sub) => ({ sub, token: await gateway.token({ sub }) })),
    );
    const names = new Map<string, string>();
    const third = await gateway.token({ sub: 'erna' });
    const askSmall = async (): Promise<void> => {
      expect((await gateway.ask('{ me { name } }', { token: third })).errors).toBeUndefined();
    };
    const answers = await whileOthersAsk(askSmall, () =>
      Promise.all(
        Array.from({ length: 200 }, async (_, index) => {
          const { sub, token } = people[index % 2]!;
          const { data } = await gateway.ask('{ me { name loans { book { title } } } whoami }', { token });
          return { sub, data: data as { me: { name: string }; whoami: string } };
        }),
      ),
    );
    for (const { sub, data } of answers) {
      names.set(sub, names.get(sub) ?? data.me.name);
      expect(data.me.name).toBe(names.get(sub));
      // Its subgraph calls it public and gives everybody something else: so everybody gets what nobody would.
      expect(data.whoami).toBe('I am nobody');
    }
    expect(new Set(names.values()).size).toBe(2);
  });

  test('where a subgraph refuses nobody: the citizen is asked for, each one', async () => {
    const ask = async (sub: string) => (await gateway.ask('{ member }', { token: await gateway.token({ sub }) })).data;
    const [erika, max] = [await ask('erika'), await ask('max')];
    expect(erika).toEqual({ member: expect.stringMatching(/^member ./) });
    expect(max).not.toEqual(erika);
    expect(await ask('erika')).toEqual(erika);
    expect((await gateway.ask('{ member }')).errors).toHaveLength(1);
  });
});

describe('An answer says for how long others may keep it', () => {
  test('the least of what its parts allow', async () => {
    expect(await policyOf('{ book(id: "b1") { title } }')).toMatch(/^public, max-age=(60|59)$/);
    expect(await policyOf('{ book(id: "b1") { title shelf { room } } }')).toMatch(/^public, max-age=(20|19)$/);
    expect(await policyOf('{ book(id: "b1") { title shelf { floor } } }')).toMatch(/^public, max-age=(10|9)$/);
    expect(await policyOf('{ book(id: "b1") { title isbn price } }')).toMatch(/^public, max-age=(10|9)$/);
    expect((await gateway.ask('{ greeting }')).headers.get('vary')).toContain('Accept-Language');
  });

  test('none as soon as something private is in it, something failed, or it is a refusal', async () => {
    expect(await policyOf(loans, await gateway.token())).toBe('no-store');
    expect(await policyOf('{ book(id: "b1") { title } member }')).toBe('no-store');
    expect(await policyOf('{ book(id: "none") { title } }')).toBe('no-store');
    expect(await policyOf('{ book(id: "b1") { nothing } }')).toBe('no-store');
    expect(await policyOf('{ reserved { title } }')).toBe('no-store');
    expect(await policyOf('{ __typename }')).toBe('no-store');
  });
});
