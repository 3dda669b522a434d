import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { IntrospectAndCompose, LocalCompose } from '@apollo/gateway';
import type { SupergraphManager } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/http';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepLastGood } from '../../../../gateway/supergraph/keep-last-good.ts';
import { lastGoodInFile } from '../../../../gateway/supergraph/last-good.ts';
import { readSupergraph } from '../../../../gateway/supergraph/supergraph.ts';
import { composed, SUPERGRAPHS } from './compose.ts';
import { Hooks, until } from './manager-hooks.ts';

const FIRST = composed(SUPERGRAPHS['plain'] ?? {});
const SECOND = composed(SUPERGRAPHS['abstract'] ?? {});

let folder: string;
let path: string;
let hooks: Hooks;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'last-good-'));
  path = join(folder, 'state', 'supergraph.graphql');
  hooks = new Hooks();
});
afterEach(async () => {
  await hooks.transport.close();
  await rm(folder, { recursive: true });
});

function kept(source: SupergraphManager, patienceMs = 20_000): SupergraphManager {
  return keepLastGood(source, lastGoodInFile(path), {
    patienceMs,
    retryMs: 10,
    settleMs: 20,
    onProblem: hooks.onProblem,
  });
}

const sending = (sdl: string): SupergraphManager => ({ initialize: () => Promise.resolve({ supergraphSdl: sdl }) });
const failing: SupergraphManager = { initialize: () => Promise.reject(new Error('registry down')) };
const stored = (): Promise<string> => readFile(path, 'utf8').catch(() => '');

async function storedIs(sdl: string): Promise<void> {
  for (const end = Date.now() + 20_000; (await stored()) !== sdl;) {
    if (Date.now() > end) throw new Error('Expected the file to hold the supergraph within 20 s');
  }
}

describe('The last good supergraph', () => {
  test('is kept once it has served, and served when the source fails at the next start', async () => {
    const first = await kept(sending(FIRST)).initialize(hooks.options);
    expect(first.supergraphSdl).toBe(FIRST);
    await storedIs(FIRST);
    await first.cleanup?.();

    const second = await kept(failing).initialize(hooks.options);
    expect(second.supergraphSdl).toBe(FIRST);
    expect(hooks.problems).toEqual([expect.stringMatching(/the last good one is served: registry down/)]);
    await second.cleanup?.();
  });

  test('gives way to the source as soon as that answers', async () => {
    await lastGoodInFile(path).write(FIRST);
    let attempts = 0;
    const source: SupergraphManager = {
      initialize: () => (++attempts < 4 ? failing : sending(SECOND)).initialize(hooks.options),
    };
    const { supergraphSdl, cleanup } = await kept(source).initialize(hooks.options);
    expect(supergraphSdl).toBe(FIRST);
    await until(() => hooks.updates.length === 1);
    expect(hooks.updates).toEqual([SECOND]);
    await storedIs(SECOND);
    await cleanup?.();
  });

  test('is served when the source hangs, and its late answer is taken', async () => {
    await lastGoodInFile(path).write(FIRST);
    const late = Promise.withResolvers<{ supergraphSdl: string }>();
    const { supergraphSdl, cleanup } = await kept({ initialize: () => late.promise }, 100).initialize(hooks.options);
    expect(supergraphSdl).toBe(FIRST);
    late.resolve({ supergraphSdl: SECOND });
    await until(() => hooks.updates.length === 1);
    await cleanup?.();
  });

  test('is served when the source sends something else than a supergraph', async () => {
    await lastGoodInFile(path).write(FIRST);
    const { supergraphSdl, cleanup } = await kept(sending('<html>')).initialize(hooks.options);
    expect(supergraphSdl).toBe(FIRST);
    await cleanup?.();
  });

  test('does not hide the error of the source where there is none', async () => {
    await expect(kept(failing).initialize(hooks.options)).rejects.toThrow('registry down');
  });

  test('follows the updates of the source, but not to one that the gateway refuses', async () => {
    let update: ((sdl: string) => void) | undefined;
    const source: SupergraphManager = {
      initialize: (given) => {
        ({ update } = given);
        return Promise.resolve({ supergraphSdl: FIRST });
      },
    };
    hooks.refuse = (sdl) => sdl.endsWith('# refused');
    const { cleanup } = await kept(source).initialize(hooks.options);
    update?.(SECOND);
    await storedIs(SECOND);
    expect(() => update?.(`${SECOND}# refused`)).toThrow('refused for the test');
    await cleanup?.();
    expect(await stored()).toBe(SECOND);
  });

  test('is not replaced by a first one with which the gateway stopped at once', async () => {
    await lastGoodInFile(path).write(FIRST);
    const { cleanup } = await kept(sending(SECOND)).initialize(hooks.options);
    await cleanup?.();
    await new Promise((resolve) => {
      setTimeout(resolve, 60);
    });
    expect(await stored()).toBe(FIRST);
  });

  test('is written in one step and leaves no draft behind', async () => {
    const store = lastGoodInFile(path);
    await Promise.all(Array.from({ length: 20 }, (_, index) => store.write(index % 2 ? FIRST : SECOND)));
    expect([FIRST, SECOND]).toContain(await stored());
    expect(await readdir(join(folder, 'state'))).toEqual(['supergraph.graphql']);
  });

  test('that cannot be written is a problem to report, not one of the gateway', async () => {
    await writeFile(join(folder, 'state'), 'a file where a folder is expected');
    const { cleanup } = await kept(sending(FIRST)).initialize(hooks.options);
    await until(() => hooks.problems.length === 1);
    expect(hooks.problems[0]).toMatch(/could not be kept for the next start/);
    await cleanup?.();
  });
});

describe('The managers of @apollo/gateway', () => {
  const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { me: Citizen } type Citizen @key(fields: "id") { id: ID! name: String }`;

  test('plug in: one that introspects running subgraphs', async () => {
    const handle = createHandler({ schema: buildSubgraphSchema(parse(sdl)) });
    const server = createServer((request, response) => void handle(request, response)).listen(0);
    const { port } = server.address() as AddressInfo;
    const source = new IntrospectAndCompose({ subgraphs: [{ name: 'identity', url: `http://127.0.0.1:${port}/` }] });
    const { supergraphSdl, cleanup } = await kept(source).initialize(hooks.options);
    const { apiSchema, subgraphs } = readSupergraph(supergraphSdl);
    expect(apiSchema.getQueryType()?.getFields()).toHaveProperty('me');
    expect(subgraphs.get('identity')?.url).toBe(`http://127.0.0.1:${port}/`);
    await storedIs(supergraphSdl);
    await cleanup?.();
    server.close();
  });

  test('plug in: one that composes what it was given', async () => {
    const source = new LocalCompose({
      localServiceList: [{ name: 'identity', url: 'http://x', typeDefs: parse(sdl) }],
    });
    const { supergraphSdl, cleanup } = await kept(source).initialize(hooks.options);
    expect([...readSupergraph(supergraphSdl).subgraphs.keys()]).toEqual(['identity']);
    await cleanup?.();
  });

  test('are told when a subgraph cannot be reached', async () => {
    const source = new IntrospectAndCompose({ subgraphs: [{ name: 'identity', url: 'http://127.0.0.1:1/' }] });
    await expect(kept(source).initialize(hooks.options)).rejects.toThrow(/"identity" is not available/);
  });
});
