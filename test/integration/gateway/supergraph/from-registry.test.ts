import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { supergraphFromRegistry, type RegistryOptions } from '../../../../gateway/supergraph/from-registry.ts';
import { lastGoodInFile } from '../../../../gateway/supergraph/last-good.ts';
import { registryKeys } from '../../../../gateway/supergraph/signed-keys.ts';
import { composed, SUPERGRAPHS } from '../../../unit/gateway/supergraph/compose.ts';
import { Hooks, until } from '../../../unit/gateway/supergraph/manager-hooks.ts';
import { graph, PublishingServer, Signer, token } from './publishing-server.ts';

const FIRST = composed(SUPERGRAPHS['plain'] ?? {});
const SECOND = composed(SUPERGRAPHS['abstract'] ?? {});

let folder: string;
let path: string;
let hooks: Hooks;
let signer: Signer;
let registry: PublishingServer;
let port: number;
let served: string | undefined;
const cleanups: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-'));
  path = join(folder, 'amtgraph@prod.json');
  hooks = new Hooks();
  signer = await Signer.create();
  registry = new PublishingServer();
  port = await registry.listen();
  served = undefined;
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
  await registry.close();
  await hooks.transport.close();
  await rm(folder, { recursive: true });
});

/** Starts following; the engine of this test serves at once what it is handed. */
async function start(options: Partial<RegistryOptions> = {}): Promise<string> {
  const serve = (sdl: string): void => {
    served = createHash('sha256').update(sdl).digest('hex');
  };
  const manager = supergraphFromRegistry({
    url: `http://127.0.0.1:${port}`,
    graph,
    token,
    keys: registryKeys(signer.keySet),
    store: lastGoodInFile(path),
    served: () => served,
    onProblem: hooks.onProblem,
    patienceMs: 2_000,
    ...options,
  });
  const update = hooks.options.update;
  const { supergraphSdl, cleanup } = await manager.initialize({
    ...hooks.options,
    update: (sdl) => {
      update(sdl);
      serve(sdl);
    },
  });
  serve(supergraphSdl);
  if (cleanup) cleanups.push(cleanup);
  return supergraphSdl;
}

const stored = (): Promise<string> => readFile(path, 'utf8').catch(() => '');

async function storedIs(text: string): Promise<void> {
  for (const end = Date.now() + 20_000; (await stored()) !== text;) {
    if (Date.now() > end) throw new Error('Expected the file to hold the artifact within 20 s');
  }
}

describe('A supergraph from a registry', () => {
  test('is the newest at start, and each new one as soon as the registry gives notice', async () => {
    registry.artifact = await signer.artifact(FIRST, 1);
    expect(await start({ pollMs: 600_000 })).toBe(FIRST);
    await until(() => registry.requests.some((url) => url.startsWith('/push')));
    registry.publish(await signer.artifact(SECOND, 2));
    await until(() => hooks.updates.length > 0);
    expect(hooks.updates).toEqual([SECOND]);
    expect(hooks.problems).toEqual([]);
  });

  test('comes by looking where the notices of the registry do not get through', async () => {
    registry.pushes = false;
    registry.artifact = await signer.artifact(FIRST, 1);
    await start({ pollMs: 50 });
    registry.artifact = await signer.artifact(SECOND, 2);
    await until(() => hooks.updates.length > 0);
    expect(hooks.updates).toEqual([SECOND]);
  });

  test('is taken from the disk when the registry is down, and followed again when it is back', async () => {
    const text = await signer.artifact(FIRST, 1);
    registry.artifact = text;
    await start();
    await storedIs(text);
    for (const cleanup of cleanups.splice(0)) await cleanup();
    await registry.close();

    expect(await start()).toBe(FIRST);
    expect(hooks.problems).toHaveLength(1);
    registry = new PublishingServer();
    registry.artifact = await signer.artifact(SECOND, 2);
    await registry.listen(port);
    await until(() => hooks.updates.length > 0);
    expect(hooks.updates).toEqual([SECOND]);
  });

  test('is read from a file when the registry is down and nothing was kept', async () => {
    registry.artifact = undefined;
    expect(await start({ fallback: () => Promise.resolve(SECOND) })).toBe(SECOND);
    registry.publish(await signer.artifact(FIRST, 1));
    await until(() => hooks.updates.length > 0);
    expect(hooks.updates).toEqual([FIRST]);
  });

  test('is an error at start when there is nothing at all', async () => {
    await expect(start()).rejects.toThrow('The registry answered 503.');
  });

  test('is not taken when its counter is lower than one that was taken', async () => {
    registry.artifact = await signer.artifact(FIRST, 5);
    await start({ pollMs: 20 });
    registry.publish(await signer.artifact(SECOND, 4));
    await until(() => hooks.problems.length > 0);
    expect(hooks.updates).toEqual([]);
    expect(hooks.problems.join('\n')).toContain('The registry offers launch 4 after 5.');
  });

  test('is not taken when its counter is lower than one that was taken before a restart', async () => {
    const text = await signer.artifact(FIRST, 5);
    registry.artifact = text;
    await start();
    await storedIs(text);
    for (const cleanup of cleanups.splice(0)) await cleanup();
    registry.artifact = await signer.artifact(SECOND, 4);
    expect(await start()).toBe(FIRST);
    expect(hooks.problems.join('\n')).toContain('launch 4 after 5');
  });

  test('goes back to an earlier one with a launch that counts on', async () => {
    registry.artifact = await signer.artifact(FIRST, 1);
    await start();
    registry.publish(await signer.artifact(SECOND, 2));
    await until(() => hooks.updates.length === 1);
    const back = await signer.artifact(FIRST, 3);
    registry.publish(back);
    await until(() => hooks.updates.length === 2);
    expect(hooks.updates).toEqual([SECOND, FIRST]);
    await storedIs(back);
  });

  test('leaves the good one where it is when it is broken, unsigned, of another key, for another graph or changed on the way', async () => {
    registry.artifact = await signer.artifact(FIRST, 1);
    await start({ pollMs: 20 });
    const stranger = await Signer.create();
    const bad: [string, RegExp][] = [
      ['<html>', /JSON/],
      [JSON.stringify({ sdl: SECOND, seal: 'a.b.c' }), /seal .* cannot be verified/],
      [await stranger.artifact(SECOND, 2), /cannot be verified/],
      [await signer.artifact(SECOND, 2, { graph: 'amtgraph@test' }), /signed for amtgraph@test/],
      [(await signer.artifact(SECOND, 2)).replace('Media', 'Meida'), /not the one that was signed/],
      [await signer.artifact(SECOND, 2, {}, 'at+jwt'), /not that of a supergraph/],
      [await signer.artifact('type Query { a: Int }', 2), /Expected a supergraph/],
      [JSON.stringify({ sdl: SECOND, seal: `${btoa('{"alg":"none"}')}.${btoa('{}')}.` }), /cannot be verified/],
    ];
    for (const [text, problem] of bad) {
      registry.publish(text);
      await until(() => problem.test(hooks.problems.at(-1) ?? ''));
    }
    expect(hooks.updates).toEqual([]);
    registry.publish(await signer.artifact(SECOND, 2));
    await until(() => hooks.updates.length > 0);
  });

  test('on the disk is not served when somebody has changed it', async () => {
    const text = await signer.artifact(FIRST, 1);
    await writeFile(path, text.replace('Citizen', 'Bürger'));
    registry.artifact = undefined;
    await expect(start()).rejects.toThrow('503');
    expect(hooks.problems.join('\n')).toContain('The supergraph that was kept cannot be used');
  });

  test('is not kept for the next start when the engine does not take it over', async () => {
    const text = await signer.artifact(FIRST, 1);
    registry.artifact = text;
    await start();
    await storedIs(text);
    hooks.refuse = (sdl) => sdl === SECOND;
    registry.publish(await signer.artifact(SECOND, 2));
    await until(() => hooks.problems.length > 0);
    expect(await stored()).toBe(text);
  });

  test('is verified by a key that the registry has changed to', async () => {
    const next = await Signer.create();
    const keysPath = join(folder, 'keys.json');
    await writeFile(keysPath, signer.keySet);
    registry.artifact = await signer.artifact(FIRST, 1);
    await start({ keys: registryKeys(new URL(`file://${keysPath}`).href), pollMs: 200 });
    await writeFile(keysPath, JSON.stringify({ keys: [signer.jwk, next.jwk] }));
    registry.publish(await next.artifact(SECOND, 2));
    await until(() => hooks.updates.length > 0);
    expect(hooks.updates).toEqual([SECOND]);
  });
});
