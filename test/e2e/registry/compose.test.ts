import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';
import { rover } from '../../testkit/registry.ts';

const run = promisify(execFile);
let home: string;

const compose = (config: string) =>
  // A registry that is not there: nothing is asked.
  rover(
    'http://127.0.0.1:9',
    'none',
    ['supergraph', 'compose', '--config', config, '--skip-update', '--format', 'json'],
    {
      home,
    },
  );

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'amtgraph-rover-'));
  await run(process.execPath, [projectFile('schema', 'registry', 'rover-plugin', 'install.mjs'), home]);
}, 120_000);

describe('rover supergraph compose, without a network', () => {
  test('composes rover.yaml to the supergraph that is committed', async () => {
    const { code, json } = await compose(projectFile('rover.yaml'));
    expect(code).toBe(0);
    const committed = await readFile(projectFile('schema', 'supergraph.graphql'), 'utf8');
    expect(json.data.core_schema.trim()).toBe(committed.trim());
  }, 60_000);

  test('says why subgraphs do not compose, and ends with 1', async () => {
    const config = join(home, 'broken.yaml');
    const broken =
      'federation_version: =2.14.4\nsubgraphs:\n  a: { routing_url: "http://a", schema: { sdl: "type Query { a: Nothing }" } }\n';
    await writeFile(config, broken);
    const { code, json } = await compose(config);
    expect(code).toBe(1);
    expect(json.error.details.build_errors).toMatchObject([
      { message: '[a] Unknown type Nothing', code: 'INVALID_GRAPHQL' },
    ]);
  }, 60_000);
});
