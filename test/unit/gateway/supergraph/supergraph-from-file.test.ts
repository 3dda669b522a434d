import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { supergraphFromFile } from '../../../../gateway/supergraph/supergraph-from-file.ts';
import { composed, SUPERGRAPHS } from './compose.ts';
import { Hooks, until } from './manager-hooks.ts';

const FIRST = composed(SUPERGRAPHS['plain'] ?? {});
const SECOND = composed(SUPERGRAPHS['abstract'] ?? {});

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supergraph-'));
  path = join(folder, 'supergraph.graphql');
});
afterEach(() => rm(folder, { recursive: true }));

function started(hooks: Hooks): ReturnType<ReturnType<typeof supergraphFromFile>['initialize']> {
  return supergraphFromFile(path, { pollMs: 10, onProblem: hooks.onProblem }).initialize(hooks.options);
}

describe('A supergraph from a file', () => {
  test('is what the file holds, and again whenever that changes', async () => {
    await writeFile(path, FIRST);
    const hooks = new Hooks();
    const { supergraphSdl, cleanup } = await started(hooks);
    expect(supergraphSdl).toBe(FIRST);

    await writeFile(path, SECOND);
    await until(() => hooks.updates.length === 1);
    await writeFile(path, FIRST);
    await until(() => hooks.updates.length === 2);
    expect(hooks.updates).toEqual([SECOND, FIRST]);
    expect(hooks.problems).toEqual([]);
    await cleanup?.();
  });

  test('follows a link that is swapped, as mounted configuration is', async () => {
    await writeFile(join(folder, 'a'), FIRST);
    await writeFile(join(folder, 'b'), SECOND);
    await symlink('a', path);
    const hooks = new Hooks();
    const { cleanup } = await started(hooks);

    await symlink('b', `${path}.next`);
    await rename(`${path}.next`, path);
    await until(() => hooks.updates.length === 1);
    expect(hooks.updates).toEqual([SECOND]);
    await cleanup?.();
  });

  test('stays when the file breaks or goes, says so once, and follows when it is mended', async () => {
    await writeFile(path, FIRST);
    const hooks = new Hooks();
    const { cleanup } = await started(hooks);

    await writeFile(path, FIRST.slice(0, 500));
    await until(() => hooks.problems.length === 1);
    expect(hooks.problems[0]).toMatch(/does not parse.*The supergraph before stays in use/s);
    await rm(path);
    await until(() => hooks.problems.length === 2);
    expect(hooks.problems[1]).toMatch(/cannot be read.*stays in use/s);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(hooks.problems).toHaveLength(2);
    expect(hooks.updates).toEqual([]);

    await writeFile(path, SECOND);
    await until(() => hooks.updates.length === 1);
    expect(hooks.updates).toEqual([SECOND]);
    await cleanup?.();
  });

  test('that the gateway refuses is reported, and the next one is taken', async () => {
    await writeFile(path, FIRST);
    const hooks = new Hooks();
    hooks.refuse = (sdl) => sdl === SECOND;
    const { cleanup } = await started(hooks);
    await writeFile(path, SECOND);
    await until(() => hooks.problems.length === 1);
    expect(hooks.problems[0]).toMatch(/refused for the test/);
    await writeFile(path, `${SECOND}\n`);
    await until(() => hooks.updates.length === 1);
    await cleanup?.();
  });

  test('is an error at start when there is none or it is broken', async () => {
    await expect(started(new Hooks())).rejects.toThrow(/Expected a supergraph in .*cannot be read/);
    // Written for whoever starts the gateway, so without a stack.
    await expect(started(new Hooks())).rejects.toMatchObject({ name: 'StartError' });
    await writeFile(path, 'type Query { a: Int }');
    await expect(started(new Hooks())).rejects.toThrow(/supergraph\.graphql: Expected a supergraph, linked to/);
  });

  test('is not looked at any more after the cleanup', async () => {
    await writeFile(path, FIRST);
    const hooks = new Hooks();
    const { cleanup } = await started(hooks);
    await cleanup?.();
    await writeFile(path, SECOND);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(hooks.updates).toEqual([]);
  });
});
