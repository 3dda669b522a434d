import { spawnSync } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';

let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'amtgraph-schema-'));
  for (const part of ['package.json', 'rover.yaml', 'schema', 'dist/schema', 'dist/subgraphs', 'dist/platform']) {
    await cp(projectFile(part), join(copy, part), { recursive: true });
  }
  await symlink(projectFile('node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rm(copy, { recursive: true, force: true }));

function schema(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(copy, 'dist/schema/schema-command.js'), ...args],
    { encoding: 'utf8', cwd: copy },
  );
  return { status, stdout, stderr };
}

test('the committed schema is what the code says', () => {
  expect(schema('--check')).toMatchObject({ status: 0, stdout: expect.stringContaining('up to date') });
});

test('a stale SDL fails with the difference and the command that mends it, and the command mends it', async () => {
  const file = join(copy, 'schema/subgraphs/payments.graphql');
  const committed = await readFile(file, 'utf8');
  await writeFile(file, committed.replace('type Payment ', 'type Payments '));
  const { status, stdout, stderr } = schema('--check');
  expect(status).toBe(1);
  expect(stdout).toMatch(/-.*type Payments /);
  expect(stdout).toMatch(/\+.*type Payment /);
  expect(stderr).toContain('schema/subgraphs/payments.graphql');
  expect(stderr).toContain('npm run schema');
  expect(schema().status).toBe(0);
  expect(await readFile(file, 'utf8')).toBe(committed);
});

test('a stale supergraph is found too', async () => {
  await appendFile(join(copy, 'schema/supergraph.graphql'), '# changed by hand\n');
  expect(schema('--check')).toMatchObject({ status: 1, stderr: expect.stringContaining('schema/supergraph.graphql') });
  expect(schema().status).toBe(0);
});

test('subgraphs that do not fit together are refused with every reason', async () => {
  const file = join(copy, 'rover.yaml');
  const listed = await readFile(file, 'utf8');
  // A subgraph in plain SDL, of another stack.
  await writeFile(
    join(copy, 'schema/subgraphs/broken.graphql'),
    'type Query { me: Citizen } type Citizen { id: ID! name: Int }',
  );
  await writeFile(
    file,
    `${listed}  broken:\n    routing_url: http://127.0.0.1:4006/graphql\n    schema:\n      file: schema/subgraphs/broken.graphql\n`,
  );
  const { status, stderr } = schema('--check');
  expect(status).toBe(1);
  expect(stderr).toMatch(/do not compose, for \d+ reason/);
  expect(stderr).toContain('broken');
  await writeFile(file, listed);
});

test('an argument that it does not know is refused by name', () => {
  expect(schema('--chekc')).toMatchObject({ status: 1, stderr: expect.stringContaining('--chekc') });
});
