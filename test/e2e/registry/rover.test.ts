import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { whileOthersAsk } from '../../testkit/others-served.ts';
import { rover, startTestRegistry, type RoverResult, type TestRegistry } from '../../testkit/registry.ts';
import { citizensSdl, dogsSdl } from '../../testkit/registry-schemas.ts';

const ref = 'amtgraph@prod';
const age = '"Years." age: Int';
let registry: TestRegistry;
let federal: string;
let chemnitz: string;

/** Publishes from standard input, as the CI of an agency does. */
function publish(key: string, name: string, sdl: string, ...more: string[]): Promise<RoverResult> {
  const url = `http://127.0.0.1:4001/${name}`;
  return call(key, sdl, 'subgraph', 'publish', ref, '--name', name, '--schema', '-', '--routing-url', url, ...more);
}

const check = (key: string, name: string, sdl: string, ...more: string[]) =>
  call(key, sdl, 'subgraph', 'check', ref, '--name', name, '--schema', '-', ...more);
const call = (key: string, input: string, ...args: string[]) => rover(registry.url, key, args, { input });
const supergraph = async () => (await call(chemnitz, '', 'supergraph', 'fetch', ref)).stdout;

/** What another agency asks meanwhile. */
const smallQuestion = () => registry.smallQuestion(federal, 'federal-office');

/** Reports what a client did, as gateways do. */
async function report(coordinates: Record<string, number>): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const response = await fetch(`${registry.url}/usage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await registry.token(null, 'GATEWAY')}` },
    body: JSON.stringify({
      id: crypto.randomUUID(),
      graph: ref,
      entries: [{ day, client: 'citizen-app', requests: 100, coordinates }],
    }),
  });
  expect(response.status).toBe(204);
}

beforeAll(async () => {
  registry = await startTestRegistry();
  federal = await registry.token('federal-office');
  chemnitz = await registry.token('chemnitz');
  expect(await publish(federal, 'citizens', citizensSdl)).toMatchObject({ code: 0 });
  expect(await publish(chemnitz, 'dogs', dogsSdl(age))).toMatchObject({ code: 0 });
}, 120_000);
afterAll(() => registry?.close());

describe('stock Rover', () => {
  test('is told whose token it uses', async () => {
    const { code, stdout } = await call(chemnitz, '', 'config', 'whoami');
    expect(code).toBe(0);
    expect(stdout).toContain('chemnitz (publish, chemnitz PUBLISH)');
    expect(stdout).not.toContain(chemnitz);
  });

  test('publishes, and reads in JSON what became of it', async () => {
    const { code, json, stderr } = await publish(
      chemnitz,
      'dogs',
      dogsSdl(`${age} "Race." race: String`),
      '--format',
      'json',
    );
    expect({ code, stderr: stderr.includes('rror') }).toEqual({ code: 0, stderr: false });
    expect(json.error).toBeNull();
    expect(json.data).toMatchObject({
      success: true,
      subgraph_was_created: false,
      subgraph_was_updated: true,
      supergraph_was_updated: true,
      launch_url: expect.stringContaining(`${registry.url}/launches/`),
    });
    expect(await supergraph()).toContain('race: String');
  });

  test('publishes the same again without a launch', async () => {
    const sdl = dogsSdl(`${age} "Race." race: String`);
    await publish(chemnitz, 'dogs', sdl);
    const { code, json } = await publish(chemnitz, 'dogs', sdl, '--format', 'json');
    expect(code).toBe(0);
    expect(json.data).toMatchObject({ subgraph_was_updated: false, supergraph_was_updated: false });
  });

  test('lists and fetches subgraphs, the supergraph and the API', async () => {
    const list = await call(chemnitz, '', 'subgraph', 'list', ref, '--format', 'json');
    expect(list.json.data.subgraphs.map(({ name, url }: { name: string; url: string }) => [name, url])).toEqual(
      expect.arrayContaining([
        ['citizens', 'http://127.0.0.1:4001/citizens'],
        ['dogs', 'http://127.0.0.1:4001/dogs'],
      ]),
    );
    const sdl = await call(chemnitz, '', 'subgraph', 'fetch', ref, '--name', 'citizens');
    expect(sdl).toMatchObject({ code: 0, stdout: expect.stringContaining(citizensSdl.trim()) });
    expect(await supergraph()).toContain('join__Graph');
    const api = await call(chemnitz, '', 'graph', 'fetch', ref);
    expect(api.code).toBe(0);
    expect(parse(api.stdout).definitions.length).toBeGreaterThan(2);
    expect(api.stdout).not.toContain('join__');
  });

  test('is refused with a wrong token at once, without trying for half a minute', async () => {
    const started = Date.now();
    const { code, stderr } = await call('amt_0000000000000000_wrong', '', 'subgraph', 'list', ref);
    expect(code).toBe(1);
    expect(stderr).toContain('does not know this token');
    expect(Date.now() - started).toBeLessThan(5_000);
    const asJson = await call('nonsense', '', 'subgraph', 'list', ref, '--format', 'json');
    expect(asJson.json.error.message).toContain('does not know this token');
  });

  test('cannot publish over another agency with its own token', async () => {
    const before = await supergraph();
    const { code, stderr } = await publish(chemnitz, 'citizens', citizensSdl.replace('Who asks', 'Us'));
    expect(code).toBe(1);
    expect(stderr).toContain('belongs to another agency (federal-office)');
    expect(await supergraph()).toBe(before);
  });

  test('cannot use a token for another subgraph than it is bound to, nor one that only checks to publish', async () => {
    const bound = await registry.token('chemnitz', 'PUBLISH', { subgraphs: ['complaints'] });
    expect((await publish(bound, 'dogs', dogsSdl())).stderr).toContain('This token is for complaints, not for dogs');
    const checker = await registry.token('chemnitz', 'CHECK');
    expect((await publish(checker, 'dogs', dogsSdl())).stderr).toContain('needs a token with the role publish');
    expect((await check(checker, 'dogs', dogsSdl(`${age} "Race." race: String`))).code).toBe(0);
  });

  test('is told about a graph that is not there', async () => {
    const { code, stderr } = await call(chemnitz, '', 'subgraph', 'fetch', 'nothing@prod', '--name', 'dogs');
    expect(code).toBe(1);
    expect(stderr).toContain('nothing');
  });
});

describe('a broken schema', () => {
  test('is refused with the place where it cannot be read, and the last good supergraph stays', async () => {
    const before = await supergraph();
    const { code, stderr } = await publish(chemnitz, 'dogs', 'type Query {\n  dogs: [Dog!]! @@authenticated\n}');
    expect(code).toBe(1);
    expect(stderr).toContain(`NOTHING WAS PUBLISHED. ${ref} goes on as it was`);
    expect(stderr).toMatch(/dogs, line 2, column 18/);
    expect(await supergraph()).toBe(before);
  });

  test('that does not compose is refused too, in JSON as well, and the check says the same', async () => {
    const before = await supergraph();
    const sdl = dogsSdl('"Who keeps it." owner: Person');
    const { code, json } = await publish(chemnitz, 'dogs', sdl, '--format', 'json');
    expect(code).toBe(1);
    expect(json.data.success).toBe(false);
    expect(json.error.message).toContain('Unknown type');
    const checked = await check(chemnitz, 'dogs', sdl);
    expect(checked.code).toBe(1);
    expect(`${checked.stdout}${checked.stderr}`).toContain('Unknown type');
    expect(await supergraph()).toBe(before);
  });
});

describe('a breaking change', () => {
  test('of what a client uses is refused, of what nobody uses passes', async () => {
    await publish(chemnitz, 'dogs', dogsSdl(`${age} "Race." race: String`));
    await report({ 'Query.me': 100, 'Citizen.dogs': 100, 'Dog.race': 40, 'Dog.tag': 100 });
    const withoutRace = await check(chemnitz, 'dogs', dogsSdl(age));
    expect(withoutRace.code).toBe(1);
    expect(withoutRace.stdout).toContain('citizen-app');
    expect((await publish(chemnitz, 'dogs', dogsSdl(age))).stderr).toContain('NOTHING WAS PUBLISHED');
    expect(await supergraph()).toContain('race: String');

    const withoutAge = dogsSdl('"Race." race: String');
    const passed = await check(chemnitz, 'dogs', withoutAge, '--format', 'json');
    expect(passed.code).toBe(0);
    expect(JSON.stringify(passed.json.data)).toContain("Field 'age' was removed from object type 'Dog'");
    expect(await publish(chemnitz, 'dogs', withoutAge)).toMatchObject({ code: 0 });
    expect(await supergraph()).not.toContain('age: Int');
  });
});

describe('the table of a check', () => {
  /** Code and description of each row that `rover subgraph check` prints. */
  const rowsOf = ({ stdout }: RoverResult) =>
    [...stdout.matchAll(/^│ (?:PASS|FAIL)\s+┆ (\w+)\s+┆ (.*?)\s*│/gm)].map(([, code, text]) => `${code}: ${text}`);

  test('has one row for each change that operations could notice, none for words', async () => {
    const live = `${age} "Race." race: String`;
    await publish(chemnitz, 'dogs', dogsSdl(live));
    const reworded = await check(chemnitz, 'dogs', dogsSdl('"Age in years." age: Int "Its race." race: String'));
    expect({ code: reworded.code, rows: rowsOf(reworded) }).toEqual({ code: 0, rows: [] });
    expect(reworded.stdout).toContain('no changes detected in the composed API schema');

    const added = await check(chemnitz, 'dogs', dogsSdl(`${live} "Shoulder height." height(unit: Int = 1): Float`));
    expect({ code: added.code, rows: rowsOf(added) }).toEqual({
      code: 0,
      rows: ["FIELD_ADDED: Field 'height' was added to object type 'Dog'"],
    });

    const removed = await check(chemnitz, 'dogs', dogsSdl(age));
    expect(removed.code).toBe(1);
    expect(rowsOf(removed).join(' ')).toContain("FIELD_REMOVED: Field 'race' was removed from object type 'Dog'");
  });

  test('of a new subgraph names its types and root fields, and not each part of them', async () => {
    const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])
      "What can be asked." type Query { "All bins." bins(first: Int): [Bin!] @authenticated }
      "A bin." type Bin { "Number." id: ID! "Litres." size: Int "Colour of the lid." lid: Lid } "Of a lid." enum Lid { "Paper." BLUE "Glass." GREEN }`;
    const { code, stdout } = await check(chemnitz, 'bins', sdl);
    expect(code).toBe(0);
    expect(rowsOf({ stdout } as RoverResult).toSorted()).toEqual([
      "FIELD_ADDED: Field 'bins' was added to object type 'Query'",
      "TYPE_ADDED: Type 'Bin' was added",
      "TYPE_ADDED: Type 'Lid' was added",
    ]);
  });
});

describe('a takeover', () => {
  const link =
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override", "@authenticated"])\n';
  const takeover = `${link}
    "What can be asked." type Query { "Who asks." me: Citizen @override(from: "citizens") @authenticated }
    "Somebody with an account." type Citizen @key(fields: "id") { "Identifier." id: ID! }`;

  test('of Query.me is refused and audited, and passes once its owner agrees', () =>
    whileOthersAsk(smallQuestion, async () => {
      const refused = await publish(chemnitz, 'hijack', takeover);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('Or ask to agree: federal-office');
      expect(await supergraph()).not.toContain('hijack');

      const { data } = await registry.ask(
        registry.root,
        `{ variant(ref: "${ref}") { checks(subgraph: "hijack", passed: false) { id results { findings { key code approvableBy } } } } audit { action subject } }`,
      );
      expect(data.audit).toContainEqual({ action: 'check.failed', subject: `${ref}/hijack` });
      const [run] = data.variant.checks;
      const keys = run.results
        .flatMap(({ findings }: { findings: { key: string; approvableBy: string[] | null }[] }) => findings)
        .filter(({ approvableBy }: { approvableBy: string[] | null }) => approvableBy?.includes('federal-office'));
      expect(keys.length).toBeGreaterThan(0);
      const approve = (token: string, key: string) =>
        registry.ask(token, 'mutation ($input: ApprovalInput!) { approve(input: $input) { agency } }', {
          input: { check: run.id, key, note: 'We hand it over.' },
        });
      const ownAdmin = await registry.token('chemnitz', 'ADMIN');
      expect((await approve(ownAdmin, keys[0].key)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
      const admin = await registry.token('federal-office', 'ADMIN');
      for (const { key } of keys)
        expect((await approve(admin, key)).data.approve).toEqual({ agency: 'federal-office' });
      expect(await publish(chemnitz, 'hijack', takeover)).toMatchObject({ code: 0 });
      expect(await supergraph()).toContain('hijack');
    }));
});

describe('deleting', () => {
  test('says first what would break, and takes the subgraph out when nothing does', async () => {
    const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated"])
      "What can be asked." type Query { "All streets." streets: [String!]! @authenticated }`;
    expect(await publish(chemnitz, 'streets', sdl)).toMatchObject({ code: 0 });
    const foreign = await call(federal, '', 'subgraph', 'delete', ref, '--name', 'streets', '--confirm');
    expect(foreign).toMatchObject({ code: 1, stderr: expect.stringContaining('belongs to another agency') });
    const gone = await call(
      chemnitz,
      '',
      'subgraph',
      'delete',
      ref,
      '--name',
      'streets',
      '--confirm',
      '--format',
      'json',
    );
    expect(gone.code).toBe(0);
    expect(gone.json.data.supergraph_was_updated).toBe(true);
    expect(await supergraph()).not.toContain('streets');
  });
});
