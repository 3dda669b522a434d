import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';
import { compose } from '../../../schema/compose.ts';
import { writeNewSubgraph, type NewSubgraph } from '../../../schema/registry/cli/new-subgraph.ts';

/** Inside the project, so that what was written finds the installed packages as it would after its own `npm install`. */
const place = projectFile('node_modules', '.cache', 'amtgraph', 'new-subgraph');
let folder: string;

beforeEach(async () => {
  await mkdir(dirname(place), { recursive: true });
  folder = join(await mkdtemp(place), 'waste-collection');
});
afterEach(() => rm(dirname(folder), { recursive: true, force: true }));

const wanted = (other: Partial<NewSubgraph> = {}): NewSubgraph => ({
  name: 'waste-collection',
  agency: 'leipzig',
  folder,
  port: 4310,
  graph: 'amtgraph@prod',
  registry: 'http://127.0.0.1:4100',
  gateway: 'http://127.0.0.1:4000',
  ...other,
});

describe('a new subgraph', () => {
  test('is complete, passes its own tests, and composes with those that are there', async () => {
    const files = await writeNewSubgraph(wanted());
    expect(files).toEqual(expect.arrayContaining(['README.md', 'caller.js', 'ci/rover.sh', 'schema.graphql']));
    for (const file of files) expect(await readFile(join(folder, file), 'utf8')).not.toMatch(/\{\{[\w:@/-]+\}\}/);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--no-warnings', '--test', '--test-reporter=tap', 'test/subgraph.test.js'],
      { cwd: folder },
    );
    expect(stdout).toMatch(/^# pass 4$/m);
    expect(stdout).toMatch(/^# fail 0$/m);
  });

  test('has a schema that extends the citizen and joins the graph', async () => {
    await writeNewSubgraph(wanted());
    const sdl = await readFile(join(folder, 'schema.graphql'), 'utf8');
    const identity = await readFile(projectFile('schema', 'subgraphs', 'identity.graphql'), 'utf8');
    const supergraph = compose([
      { name: 'identity', url: 'http://127.0.0.1:4001/graphql', sdl: identity },
      { name: 'waste-collection', url: 'http://127.0.0.1:4310/graphql', sdl },
    ]);
    expect(supergraph).toContain('wasteCollections: [WasteCollection!]');
  });

  test('never overwrites what is there', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'mine.txt'), 'mine');
    await expect(writeNewSubgraph(wanted())).rejects.toThrow(/is not empty/);
  });

  test.each([
    ['a name with capitals', { name: 'Waste' }, /small letters/],
    ['a name that leaves the folder', { name: '../waste' }, /small letters/],
    ['an agency with spaces', { agency: 'city of Leipzig' }, /slug/],
    ['a port that is none', { port: 70_000 }, /1 to 65535/],
  ])('is refused with %s', async (_what, other, message) => {
    await expect(writeNewSubgraph(wanted(other))).rejects.toThrow(message);
  });
});
