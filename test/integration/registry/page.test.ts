import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { committedSdl, startTestRegistry, type TestRegistry } from '../../testkit/registry.ts';

let registry: TestRegistry;
let adminToken: string;
let readToken: string;

beforeAll(async () => {
  registry = await startTestRegistry({ publicRootFields: [] });
  const publish = await registry.token('federal-accounts', 'PUBLISH');
  const { data } = await registry.ask(
    publish,
    'mutation ($sdl: String!) { publishSubgraphs(ref: "amtgraph@test", subgraphs: [{ name: "identity", url: "http://127.0.0.1:4001/graphql", sdl: $sdl }]) { accepted } }',
    { sdl: await committedSdl('identity') },
  );
  if (!data?.publishSubgraphs.accepted) throw new Error(JSON.stringify(data));
  adminToken = await registry.token('federal-accounts', 'ADMIN', { holder: 'Ada Admin' });
  readToken = await registry.token('chemnitz', 'READ');
}, 120_000);
afterAll(() => registry.close());

const get = (path: string, cookie = '', language = 'en') =>
  fetch(`${registry.url}${path}`, { redirect: 'manual', headers: { cookie, 'accept-language': language } });

const post = (path: string, form: Record<string, string>, cookie = '') =>
  fetch(`${registry.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, 'accept-language': 'en' },
    body: new URLSearchParams(form),
  });

async function logIn(token: string): Promise<string> {
  const response = await post('/login', { token });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const formTokenIn = (page: string) => /name="form" value="([^"]+)"/.exec(page)?.[1] ?? '';

describe('the page of the registry', () => {
  test('asks for a token first, whatever is wanted', async () => {
    for (const path of ['/variants/amtgraph@test', '/variants/amtgraph@test/tokens', '/checks/1']) {
      const response = await get(path);
      expect([response.status, response.headers.get('location')]).toEqual([303, '/login']);
    }
  });

  test('refuses a token that nobody has, and one of a gateway', async () => {
    for (const token of ['', 'amt_0123456789abcdef_' + 'x'.repeat(43), await registry.token(null, 'GATEWAY')]) {
      const response = await post('/login', { token });
      expect(response.status).toBe(401);
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(await response.text()).toContain('does not know this token');
    }
  });

  test('keeps the session in a strict cookie that holds no secret', async () => {
    const response = await post('/login', { token: readToken });
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(cookie).not.toContain(readToken.slice(-43));
  });

  test.each([
    ['', 'Subgraphs', 'identity'],
    ['/launches', 'Launches', 'publish'],
    ['/checks', 'Checks', 'identity'],
    ['/owners', 'Ownership', 'Citizen'],
    ['/usage', 'Usage', 'Unused fields'],
    ['/promotions', 'Promotions', 'Nothing yet'],
    ['/tokens', 'Tokens', 'Ada Admin'],
    ['/audit', 'Audit log', 'The chain holds'],
  ])('shows %s', async (section, title, content) => {
    const response = await get(`/variants/amtgraph@test${section}`, await logIn(adminToken));
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain(title);
    expect(page).toContain(content);
    expect(page).not.toMatch(/<script|\son\w+=|style="/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('folds the fields that nobody uses by their type, each with how many they are', async () => {
    const page = await (await get('/variants/amtgraph@test/usage', await logIn(readToken))).text();
    const parts = page.split('<details').slice(1);
    const types = parts.map((part) => /<summary><code>(\w+)<\/code>/.exec(part)?.[1] ?? '');
    expect(types).toEqual(types.toSorted((a, b) => a.localeCompare(b, 'en')));
    expect(types).toEqual([...new Set(types)]);
    const citizen = parts[types.indexOf('Citizen')] ?? '';
    const fields = [...citizen.matchAll(/<td ?><code>Citizen\.(\w+)<\/code>/g)].map(([, name]) => name);
    expect(fields).toContain('name');
    expect(citizen).toContain(`<span class="tag off">${fields.length}</span>`);
    expect(citizen).not.toContain('<code>Query.');
  });

  test('speaks German to whoever asks for it', async () => {
    const page = await (await get('/variants/amtgraph@test', await logIn(readToken), 'de-DE')).text();
    expect(page).toContain('<html lang="de">');
    expect(page).toContain('Letzte Stände');
  });

  test('shows a launch with what it changed, line by line', async () => {
    const cookie = await logIn(readToken);
    const overview = await (await get('/variants/amtgraph@test', cookie)).text();
    const path = /href="(\/launches\/[^"]+)"/.exec(overview)?.[1] ?? '';
    const page = await (await get(path, cookie)).text();
    expect(page).toContain('+ type Citizen');
    expect(page).not.toContain('Bring this launch back');
  });

  test('makes a token once it is asked by a form of its own, shows it once, and takes it back', async () => {
    const cookie = await logIn(adminToken);
    const page = await (await get('/variants/amtgraph@test/tokens', cookie)).text();
    const form = { form: formTokenIn(page), ref: 'amtgraph@test' };
    const wanted = { agency: 'federal-accounts', role: 'CHECK', holder: 'pipeline', days: '30', subgraphs: '' };
    const made = await (await post('/tokens', { ...form, ...wanted }, cookie)).text();
    const token = /amt_[a-z0-9]{16}_[\w-]{43}/.exec(made)?.[0] ?? '';
    expect(await registry.ask(token, '{ viewer { role holder } }')).toMatchObject({
      data: { viewer: { role: 'CHECK', holder: 'pipeline' } },
    });
    const again = await (await get('/variants/amtgraph@test/tokens', cookie)).text();
    expect(again).not.toContain(token);
    const id = token.split('_')[1];
    expect((await post(`/tokens/${id}/revoke`, form, cookie)).status).toBe(303);
    const { errors } = await registry.ask(token, '{ viewer { role } }');
    expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });

  test('does nothing for a form that another site sent', async () => {
    const cookie = await logIn(adminToken);
    const wanted = { agency: 'federal-accounts', role: 'ADMIN', holder: 'mallory', days: '30' };
    for (const form of ['', 'x', await formOfSomebodyElse()])
      expect((await post('/tokens', { ...wanted, form }, cookie)).status).toBe(403);
    const page = await (await get('/variants/amtgraph@test/tokens', cookie)).text();
    expect(page).not.toContain('mallory');
  });

  async function formOfSomebodyElse(): Promise<string> {
    return formTokenIn(await (await get('/variants/amtgraph@test', await logIn(readToken))).text());
  }

  test('ends with its token: revoked means out at once', async () => {
    const token = await registry.token('leipzig', 'READ');
    const cookie = await logIn(token);
    expect((await get('/variants/amtgraph@test', cookie)).status).toBe(200);
    await registry.ask(registry.root, 'mutation ($id: ID!) { revokeToken(id: $id) { id } }', {
      id: token.split('_')[1],
    });
    expect((await get('/variants/amtgraph@test', cookie)).status).toBe(303);
  });

  test('says what a reader may not see, and what is not there', async () => {
    const cookie = await logIn(readToken);
    expect((await get('/variants/amtgraph@test/audit', cookie)).status).toBe(403);
    for (const path of ['/variants/amtgraph@nowhere', '/launches/1', '/checks/1'])
      expect((await get(path, cookie)).status).toBe(404);
  });

  test('names in words those who run the graph, where their approval is needed', async () => {
    const check = await registry.token('chemnitz', 'CHECK');
    const { data } = await registry.ask(
      check,
      'mutation ($sdl: String!) { checkSubgraph(ref: "amtgraph@test", subgraph: { name: "dogs", url: "http://127.0.0.1:1/", sdl: $sdl }) { id } }',
      { sdl: 'type Query { "How many dogs there are." dogs: Int }' },
    );
    const page = await (await get(`/checks/${data?.checkSubgraph.id}`, await logIn(readToken))).text();
    expect(page).toMatch(/Needs the approval of<\/dt>\s*<dd>those who run the graph<\/dd>/);
  });

  test('shows what agencies wrote as text, never as markup', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const publish = await registry.token('chemnitz', 'CHECK', { holder: evil });
    const sdl = `"""${evil}"""\ntype Query { "x" a(b: Nope): String }`;
    const { data } = await registry.ask(
      publish,
      'mutation ($sdl: String!) { checkSubgraph(ref: "amtgraph@test", subgraph: { name: "dogs", url: "http://127.0.0.1:1/", sdl: $sdl }) { id passed } }',
      { sdl },
    );
    expect(data?.checkSubgraph.passed).toBe(false);
    const page = await (await get(`/checks/${data?.checkSubgraph.id}`, await logIn(adminToken))).text();
    expect(page).toContain('&lt;img');
    expect(page).not.toContain('<img');
  });
});
