import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';
import { childEnvironment } from '../../testkit/child-environment.ts';
import { committedSdl, startTestRegistry, type TestRegistry } from '../../testkit/registry.ts';

let registry: TestRegistry;
let folder: string;

beforeAll(async () => {
  registry = await startTestRegistry();
  folder = await mkdtemp(join(tmpdir(), 'amtgraph-cli-'));
}, 120_000);
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true });
});

interface Result {
  code: number | null;
  output: string;
  complaint: string;
  // Its JSON output is looked into by tests.
  // oxlint-disable-next-line typescript/no-explicit-any
  json: any;
}

/** `npx amtgraph …`, compiled already. */
async function amtgraph(args: string[], environment: Record<string, string> = {}): Promise<Result> {
  const child = spawn(process.execPath, [projectFile('dist', 'schema', 'registry', 'cli', 'main.js'), ...args], {
    cwd: folder,
    env: childEnvironment({ AMTGRAPH_REGISTRY: registry.url, AMTGRAPH_TOKEN: registry.root, ...environment }),
  });
  let [output, complaint] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, complaint, json: args.includes('--json') && code !== 4 ? readJson(output) : undefined };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function schemaFile(sdl: string): Promise<string> {
  const file = join(folder, `${Math.random()}.graphql`);
  await writeFile(file, sdl);
  return file;
}

const described = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])
type Query {
  "How many dogs there are."
  dogs: Int @authenticated
}
`;

describe('amtgraph', () => {
  test('goes from an agency to a launch, and back', async () => {
    const agency = ['agency', 'create', 'chemnitz', '--name', 'Stadt Chemnitz', '--level', 'municipal'];
    expect((await amtgraph([...agency, '--ags', '14511000', '--contact', 'it@chemnitz.example'])).code).toBe(0);
    const made = await amtgraph(
      '--json token create --agency chemnitz --role admin --holder Ada --subgraph dogs'.split(' '),
    );
    const token = { AMTGRAPH_TOKEN: made.json.text as string, AMTGRAPH_REGISTRY: registry.url };
    const graph = ['--graph', 'amtgraph@test'];
    const schema = ['--schema', await schemaFile(described), '--url', 'http://127.0.0.1:4301/graphql'];

    expect((await amtgraph([...graph, 'check', 'dogs', ...schema], token)).output).toContain('✓ composition');
    const published = await amtgraph([...graph, '--json', 'publish', 'dogs', ...schema], token);
    expect([published.code, published.json.accepted, published.json.launch.counter]).toEqual([0, true, 1]);
    const more = described.replace('dogs: Int', 'dogs: Int @authenticated\n  "How many cats there are."\n  cats: Int');
    await amtgraph([...graph, 'publish', 'dogs', '--schema', await schemaFile(more)], token);

    const launches = await amtgraph([...graph, '--json', 'launches']);
    expect(launches.json.map(({ counter }: { counter: number }) => counter)).toEqual([2, 1]);
    const shown = await amtgraph([...graph, 'launches', 'show', launches.json[0].id]);
    expect(shown.output).toContain('Query.cats');
    const back = await amtgraph([...graph, '--json', 'rollback']);
    expect([back.json.kind, back.json.counter]).toEqual(['ROLLBACK', 3]);
    expect((await amtgraph([...graph, 'owners', 'list', 'Query.'])).output).toMatch(/Query\.dogs\s+chemnitz/);
    expect((await amtgraph(['audit', 'verify'])).output).toContain('The record holds');
  });

  test('ends with 1 where checks refuse, and says what, where, why and how to mend it', async () => {
    const token = { AMTGRAPH_TOKEN: await registry.token('leipzig', 'PUBLISH') };
    const schema = ['--schema', await schemaFile('type Query { open: String }'), '--url', 'http://169.254.169.254/'];
    const { code, output } = await amtgraph(['--graph', 'amtgraph@test', 'publish', 'open-fields', ...schema], token);
    expect(code).toBe(1);
    expect(output).toMatch(/✗ policy/);
    expect(output).toMatch(/why {3}\S/);
    expect(output).toMatch(/mend {2}\S/);
    expect(output).toContain('amtgraph@test stays as it is');
  });

  test('ends with 2 for wrong use, with a message that says what was expected', async () => {
    expect(await amtgraph(['publish', 'dogs'])).toMatchObject({ code: 2 });
    expect(await amtgraph(['nonsense'])).toMatchObject({ code: 2 });
    const unread = await amtgraph(['check', 'dogs', '--schema', 'nowhere.graphql']);
    expect([unread.code, unread.complaint]).toEqual([2, expect.stringContaining('cannot be read')]);
    const days = await amtgraph('token create --role read --holder me --days 0'.split(' '));
    expect([days.code, days.complaint]).toEqual([2, expect.stringContaining('1 to 400')]);
  });

  test('ends with 3 where the token does not allow it', async () => {
    const reader = { AMTGRAPH_TOKEN: await registry.token('leipzig', 'READ') };
    expect(await amtgraph(['token', 'list'], reader)).toMatchObject({ code: 3 });
    const unknown = await amtgraph(['whoami'], { AMTGRAPH_TOKEN: `amt_0123456789abcdef_${'x'.repeat(43)}` });
    expect([unknown.code, unknown.complaint]).toEqual([3, expect.stringContaining('does not know this token')]);
  });

  test('ends with 4 where no registry answers', async () => {
    const { code, complaint } = await amtgraph(['whoami'], { AMTGRAPH_REGISTRY: 'http://127.0.0.1:9' });
    expect([code, complaint]).toEqual([4, expect.stringContaining('does not answer')]);
  });

  test('writes a new subgraph where it is told to', async () => {
    const { code, json } = await amtgraph(['--json', 'new-subgraph', 'waste-collection', '--agency', 'leipzig']);
    expect([code, json.files.includes('schema.graphql')]).toEqual([0, true]);
    const written = await readFile(join(folder, 'waste-collection', 'schema.graphql'), 'utf8');
    expect(written).toContain('type WasteCollection @key(fields: "id")');
  });

  test('has no colours in a pipe', async () => {
    const { output } = await amtgraph(['agency', 'list']);
    expect(output).toContain('slug');
    expect(output).not.toContain(String.fromCodePoint(27));
  });
});

test('the SDL of the project passes its own checks', async () => {
  const token = { AMTGRAPH_TOKEN: await registry.token('federal-accounts', 'CHECK') };
  const schema = [
    '--schema',
    await schemaFile(await committedSdl('identity')),
    '--url',
    'http://127.0.0.1:4001/graphql',
  ];
  expect((await amtgraph(['--graph', 'amtgraph@test', 'check', 'identity', ...schema], token)).code).toBe(0);
});
