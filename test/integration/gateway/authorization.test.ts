import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { protectedGraph } from './protected/graph.ts';
import { startTestGateway, type TestGateway } from './running-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway(protectedGraph);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
});
beforeEach(() => {
  gateway.requests.length = 0;
});

const asked = () => gateway.requests.map(({ query }) => query).join('\n');

describe('What the caller may not see', () => {
  test('is null with one error for each path, and the rest comes', async () => {
    const answer = await gateway.ask('{ open me { name } citizen(id: "c1") { nick name level } }');
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ open: 'open', me: null, citizen: { nick: 'eri', name: null, level: null } });
    expect(answer.errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['me'], 'UNAUTHENTICATED'],
      [['citizen', 'name'], 'UNAUTHENTICATED'],
      [['citizen', 'level'], 'UNAUTHENTICATED'],
    ]);
    expect(asked()).not.toMatch(/\b(?:me|name|level)\b/);
  });

  test('names the scopes that are missing', async () => {
    const token = await gateway.token({ scopes: ['admin'] });
    const { data, errors } = await gateway.ask('{ me { id name } }', { token });
    expect(data).toEqual({ me: { id: 'c1', name: null } });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN', missingScopes: ['profile:read'] });
    expect(errors?.[0]?.message).toContain('profile:read');
  });

  test('names the level of assurance and the means that reach it', async () => {
    const query = '{ sealed { title } me { level } }';
    const normal = await gateway.ask(query, { token: await gateway.token({ level: 'NORMAL' }) });
    expect(normal.errors?.map(({ path, extensions }) => ({ path, ...extensions }))).toEqual([
      { path: ['sealed'], code: 'ASSURANCE_TOO_LOW', required: 'HIGH', means: ['EID'] },
      { path: ['me', 'level'], code: 'ASSURANCE_TOO_LOW', required: 'SUBSTANTIAL', means: ['ELSTER', 'EID'] },
    ]);
    const high = await gateway.ask(query, { token: await gateway.token({ level: 'HIGH' }) });
    expect(high.errors).toBeUndefined();
    expect(high.data).toEqual({ sealed: [{ title: 'Sealed one' }], me: { level: 'HIGH' } });
  });

  test('takes its parent along where null is not allowed, as far as the specification says', async () => {
    const { data, errors } = await gateway.ask('{ strict { open inner { secret } items { id code } } must }');
    expect(data).toBeNull();
    expect(errors?.map(({ path }) => path)).toEqual([['must']]);
    const without = await gateway.ask('{ strict { open inner { secret } items { id code } } }');
    expect(without.data).toEqual({ strict: { open: 'yes', inner: null, items: null } });
    expect(without.errors?.map(({ path }) => path)).toEqual([
      ['strict', 'inner', 'secret'],
      ['strict', 'items', 0, 'code'],
    ]);
  });

  test('behind an interface is withheld by the type that each object has', async () => {
    const token = await gateway.token({ level: 'SUBSTANTIAL' });
    const { data, errors } = await gateway.ask('{ records { id title mark } }', { token });
    expect(data).toEqual({
      records: null,
    });
    expect(errors?.[0]).toMatchObject({
      path: ['records', 2],
      extensions: { code: 'ASSURANCE_TOO_LOW', required: 'HIGH' },
    });
    const one = (id: string) => gateway.ask(`{ record(id: "${id}") { id title mark } }`, { token });
    expect((await one('n1')).data).toEqual({ record: { id: 'n1', title: 'Note one', mark: 'ok' } });
    expect((await one('d1')).data).toEqual({ record: { id: 'd1', title: null, mark: 'ok' } });
    expect((await one('s1')).data).toEqual({ record: null });
  });

  test('is withheld also where it is a mutation: that is never sent', async () => {
    const token = await gateway.token({ scopes: ['profile:read'] });
    const { data, errors } = await gateway.ask('mutation { rename(name: "Mallory") { name } touch { nick } }', {
      token,
    });
    expect(data).toEqual({ rename: null, touch: { nick: 'eri' } });
    expect(errors?.[0]).toMatchObject({
      path: ['rename'],
      extensions: { code: 'FORBIDDEN', missingScopes: ['profile:write'] },
    });
    expect(asked()).toContain('touch');
    expect(asked()).not.toContain('rename');
  });

  test('is withheld without asking anybody when nothing else is asked for', async () => {
    const { data } = await gateway.ask('mutation { rename(name: "Mallory") { name } }');
    expect(data).toEqual({ rename: null });
    expect(gateway.requests).toEqual([]);
  });

  test('stays withheld under an alias that is called like something public', async () => {
    const { data } = await gateway.ask('{ citizen(id: "c1") { nick: name id: level } }');
    expect(data).toEqual({ citizen: { nick: null, id: null } });
    expect(asked()).not.toMatch(/\b(?:name|level)\b/);
  });
});

describe('Two callers who ask the same', () => {
  test('each get their own, however often and in whichever order they ask', async () => {
    const [low, high] = await Promise.all([
      gateway.token({ sub: 'max' }),
      gateway.token({ sub: 'erika', level: 'HIGH', scopes: ['profile:read'] }),
    ]);
    const query = '{ me { name level } must }';
    const answers = await Promise.all(
      Array.from({ length: 400 }, async (_, index) => {
        const mine = index % 3 === 0;
        const { data } = await gateway.ask(query, { token: mine ? high : low });
        return [mine, JSON.stringify(data)];
      }),
    );
    const full = '{"me":{"name":"Erika","level":"HIGH"},"must":7}';
    expect(answers.filter(([mine, data]) => (data === full) !== mine)).toEqual([]);
  });
});
