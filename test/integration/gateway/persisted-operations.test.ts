import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { operationHash } from '../../../gateway/persisted-operations/operation-hash.ts';
import { projectFile } from '../../../platform/project-root.ts';
import { childEnvironment } from '../../testkit/child-environment.ts';
import { compose } from '../../testkit/supergraphs/compose.ts';
import { whileOthersAsk } from '../../testkit/others-served.ts';
import { faultsGraph } from './faults/graph.ts';
import { post, startTestGateway, type GatewayAnswer, type TestGateway } from './running-gateway.ts';

const REGISTERED = 'query Page { me { name } open }';
const OTHER = '{ open }';
/** Registered as well, and answered without a subgraph. */
const SMALL = '{ __typename }';
const PAGE = { me: { name: 'Ada' }, open: 'open' };
const id = operationHash(REGISTERED);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtgraph-operations-'));
  await writeFile(join(folder, 'supergraph.graphql'), compose(faultsGraph).sdl);
  await writeFile(join(folder, 'page.graphql'), REGISTERED);
  await writeFile(join(folder, 'small.graphql'), SMALL);
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the command as `npm run operations -- …` does. */
function operations(...given: string[]): { status: number | null; stdout: string; stderr: string } {
  const place = ['--dir', join(folder, 'registered')];
  const [command = '', ...others] = given;
  const supergraph = command === 'register' ? ['--supergraph', join(folder, 'supergraph.graphql')] : [];
  return spawnSync(
    process.execPath,
    [
      '--no-warnings',
      projectFile('gateway', 'persisted-operations', 'operations-command.ts'),
      command,
      ...place,
      ...supergraph,
      ...others,
    ],
    { encoding: 'utf8', env: childEnvironment() },
  );
}

const gatewayIn = (mode: 'open' | 'persisted' | 'trusted'): Promise<TestGateway> =>
  startTestGateway(faultsGraph, { OPERATIONS: mode, OPERATIONS_DIR: join(folder, 'registered') });

const send = (gateway: TestGateway, body: object): Promise<GatewayAnswer> => post(gateway.url, JSON.stringify(body));

async function get(gateway: TestGateway, parameters: Record<string, string>): Promise<GatewayAnswer> {
  const response = await fetch(`${gateway.url}/graphql?${new URLSearchParams(parameters).toString()}`, {
    headers: { 'apollo-require-preflight': 'true' },
  });
  const text = await response.text();
  return { ...(JSON.parse(text) as object), status: response.status, headers: response.headers, text };
}

const byHash = (hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });

describe('The command', () => {
  test('registers the operations of a frontend, lists them and takes them back', () => {
    expect(operations('register', join(folder, 'page.graphql'), '--client', 'portal')).toMatchObject({
      status: 0,
      stdout: `portal sha256:${id}\n`,
    });
    expect(operations('list').stdout).toBe(`portal sha256:${id}\n`);
    expect(operations('remove', '--client', 'portal').stdout).toBe('1 removed\n');
    expect(operations('list').stdout).toBe('');
  });

  test('reads manifests, whose identifiers have to be right', async () => {
    const manifest = join(folder, 'manifest.json');
    await writeFile(manifest, JSON.stringify({ [id]: REGISTERED, [operationHash(OTHER)]: OTHER }));
    expect(operations('register', manifest, '--client', 'app').stdout.split('\n')).toHaveLength(3);
    await writeFile(
      manifest,
      JSON.stringify({
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [{ id: operationHash(OTHER), name: 'Page', type: 'query', body: REGISTERED }],
      }),
    );
    const { status, stderr } = operations('register', manifest, '--client', 'app');
    expect(status).toBe(1);
    expect(stderr).toContain('Expected identifiers to be the SHA-256 of the text');
  });

  test.each([
    ['a document that the schema does not know', '{ nothing }', 'Cannot query field "nothing"'],
    ['a document that cannot be parsed', '{ me', 'Syntax Error'],
    ['fragments without an operation', 'fragment F on Citizen { name }', 'expected an operation'],
  ])('registers nothing of %s', async (_, text, message) => {
    await writeFile(join(folder, 'wrong.graphql'), text);
    const { status, stderr } = operations('register', join(folder, 'wrong.graphql'), '--client', 'portal');
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect((await readdir(folder)).includes('registered')).toBe(false);
  });

  test.each([
    ['operations', () => operations('register', join(folder, 'absent.graphql'), '--client', 'portal')],
    [
      'a supergraph',
      () => operations('register', join(folder, 'page.graphql'), '--client', 'portal', '--supergraph', 'absent'),
    ],
  ])('says where it expected %s, when there is no such file', (what, run) => {
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^Expected ${what} in .*absent.*, but it cannot be read: ENOENT`));
  });

  test('takes no client name that leads out of the folder', () => {
    const { status, stderr } = operations('register', join(folder, 'page.graphql'), '--client', '../elsewhere');
    expect(status).toBe(1);
    expect(stderr).toContain('client name');
  });
});

describe('A gateway with registered operations', () => {
  test.each(['open', 'persisted', 'trusted'] as const)(
    'answers them by identifier in mode %s, also with GET',
    async (mode) => {
      operations('register', join(folder, 'page.graphql'), '--client', 'portal');
      await using gateway = await gatewayIn(mode);
      const answers = [
        await send(gateway, { documentId: `sha256:${id}` }),
        await send(gateway, { documentId: id }),
        await send(gateway, byHash(id)),
        await get(gateway, { documentId: `sha256:${id}` }),
        await get(gateway, { extensions: JSON.stringify(byHash(id).extensions) }),
        await send(gateway, { query: REGISTERED }),
        await send(gateway, { query: REGISTERED, ...byHash(id) }),
      ];
      for (const { data, status } of answers) expect({ data, status }).toEqual({ data: PAGE, status: 200 });
    },
  );

  test('takes over what is registered later and forgets what is taken back', async () => {
    await using gateway = await gatewayIn('trusted');
    const isAnswered = async () => (await send(gateway, { documentId: id })).status === 200;
    const eventually = async (expected: boolean): Promise<void> => {
      for (let attempt = 0; attempt < 100 && (await isAnswered()) !== expected; attempt += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(await isAnswered()).toBe(expected);
    };
    expect(await isAnswered()).toBe(false);
    operations('register', join(folder, 'page.graphql'), '--client', 'portal');
    await eventually(true);
    expect((await send(gateway, { query: REGISTERED })).data).toEqual(PAGE);
    operations('remove', '--client', 'portal');
    await eventually(false);
    expect((await send(gateway, { query: REGISTERED })).status).toBe(403);
  });

  test('does not take a file for what its name says when its text is another', async () => {
    operations('register', join(folder, 'page.graphql'), '--client', 'portal');
    await writeFile(join(folder, 'registered', 'portal', `${operationHash('{ me { id } }')}.graphql`), OTHER);
    await using gateway = await gatewayIn('trusted');
    expect((await send(gateway, { documentId: operationHash('{ me { id } }') })).status).toBe(403);
    expect((await send(gateway, { documentId: id })).status).toBe(200);
  });

  test.each([
    ['an identifier that is no hash', { documentId: 'latest' }, 'documentId is expected to be a SHA-256'],
    ['an identifier beside a text', { documentId: id, query: OTHER }, 'Either documentId or query'],
    ['a hash that is none', byHash('abc'), 'persistedQuery.sha256Hash is expected to be a SHA-256'],
    [
      'another version',
      { extensions: { persistedQuery: { version: 2, sha256Hash: id } } },
      'version is expected to be 1',
    ],
    ['a persistedQuery without a hash', { extensions: { persistedQuery: 1 } }, 'persistedQuery is expected to be'],
  ])('refuses %s and says what was expected', async (_, body, message) => {
    await using gateway = await gatewayIn('persisted');
    const { status, errors } = await send(gateway, body);
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ message: expect.stringContaining(message), extensions: { code: 'BAD_REQUEST' } }]);
  });
});

describe('OPERATIONS=trusted', () => {
  test('refuses everything else, whichever way it comes, asks no subgraph, and says what to do', async () => {
    operations('register', join(folder, 'page.graphql'), '--client', 'portal');
    operations('register', join(folder, 'small.graphql'), '--client', 'portal');
    await using gateway = await gatewayIn('trusted');
    const hash = operationHash(OTHER);
    const small = async () => expect((await send(gateway, { query: SMALL })).data).toEqual({ __typename: 'Query' });
    const answers = await whileOthersAsk(small, async () => [
      await send(gateway, { query: OTHER }),
      await send(gateway, { query: OTHER, ...byHash(hash) }),
      await send(gateway, byHash(hash)),
      await send(gateway, { documentId: hash }),
      await send(gateway, { query: `${REGISTERED} ` }),
      await send(gateway, { query: OTHER }),
      await get(gateway, { query: OTHER }),
      await get(gateway, { documentId: hash }),
      await get(gateway, { extensions: JSON.stringify(byHash(hash).extensions) }),
    ]);
    for (const { status, errors, data } of answers) {
      expect(status).toBe(403);
      expect(data ?? undefined).toBeUndefined();
      expect(errors).toMatchObject([
        { message: expect.stringContaining('npm run operations'), extensions: { code: 'OPERATION_NOT_REGISTERED' } },
      ]);
    }
    expect(gateway.requests).toEqual([]);
  });
});

describe('Automatic persisted queries', () => {
  test('are known by their hash once they came with it', async () => {
    await using gateway = await gatewayIn('persisted');
    const hash = operationHash(OTHER);
    const unknown = await send(gateway, byHash(hash));
    expect(unknown.errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
    expect((await send(gateway, { query: OTHER, ...byHash(hash) })).data).toEqual({ open: 'open' });
    expect((await send(gateway, byHash(hash))).data).toEqual({ open: 'open' });
    expect((await get(gateway, { extensions: JSON.stringify(byHash(hash).extensions) })).data).toEqual({
      open: 'open',
    });
  });

  test('with a wrong hash are refused, and nothing is stored', async () => {
    await using gateway = await gatewayIn('persisted');
    const wrong = operationHash('{ me { id } }');
    const { status, errors } = await send(gateway, { query: OTHER, ...byHash(wrong) });
    expect(status).toBe(400);
    expect(errors).toMatchObject([
      { message: expect.stringContaining('is not the SHA-256 of query'), extensions: { code: 'BAD_REQUEST' } },
    ]);
    const after = await send(gateway, byHash(wrong));
    expect(after.errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
  });

  test('that are refused for another reason are not stored either', async () => {
    await using gateway = await gatewayIn('persisted');
    const text = '{ nothing }';
    await send(gateway, { query: text, ...byHash(operationHash(text)) });
    const { errors } = await send(gateway, byHash(operationHash(text)));
    expect(errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
  });

  test('are off with OPERATIONS=open', async () => {
    await using gateway = await gatewayIn('open');
    const { errors } = await send(gateway, byHash(operationHash(OTHER)));
    expect(errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }]);
    expect((await send(gateway, { query: OTHER })).data).toEqual({ open: 'open' });
  });
});
