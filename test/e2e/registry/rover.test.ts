import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rover, startTestRegistry, type TestRegistry } from '../../testkit/registry.ts';
import { citizensSdl, dogsSdl } from '../../testkit/registry-schemas.ts';

let registry: TestRegistry;
let federal: string;
let chemnitz: string;

beforeAll(async () => {
  registry = await startTestRegistry();
  federal = await registry.token('federal-office');
  chemnitz = await registry.token('chemnitz');
}, 60_000);
afterAll(() => registry?.close());

const publish = (key: string, name: string, sdl: string, ...more: string[]) =>
  rover(
    registry.url,
    key,
    [
      'subgraph',
      'publish',
      'amtgraph@prod',
      '--name',
      name,
      '--schema',
      '-',
      '--routing-url',
      `http://127.0.0.1:4001/${name}`,
      ...more,
    ],
    { input: sdl },
  );

describe('stock Rover', () => {
  test('dump', async () => {
    const out: unknown[] = [];
    out.push(await rover(registry.url, chemnitz, ['config', 'whoami']));
    out.push(await publish(federal, 'citizens', citizensSdl));
    out.push(await publish(chemnitz, 'dogs', dogsSdl(), '--format', 'json'));
    out.push(await publish(chemnitz, 'dogs', 'type Query {'));
    out.push(
      await rover(registry.url, chemnitz, ['subgraph', 'check', 'amtgraph@prod', '--name', 'dogs', '--schema', '-'], {
        input: dogsSdl('age: Int'),
      }),
    );
    out.push(await rover(registry.url, chemnitz, ['subgraph', 'list', 'amtgraph@prod']));
    out.push(await rover(registry.url, chemnitz, ['subgraph', 'fetch', 'amtgraph@prod', '--name', 'dogs']));
    out.push(await rover(registry.url, chemnitz, ['supergraph', 'fetch', 'amtgraph@prod']));
    out.push(await rover(registry.url, chemnitz, ['graph', 'fetch', 'amtgraph@prod']));
    out.push(await rover(registry.url, 'wrong', ['subgraph', 'list', 'amtgraph@prod']));
    out.push(await publish(chemnitz, 'citizens', citizensSdl));
    out.push(
      await rover(registry.url, chemnitz, ['subgraph', 'delete', 'amtgraph@prod', '--name', 'dogs', '--confirm']),
    );
    process.stdout.write(out.map((o) => JSON.stringify(o, null, 1).replaceAll('\\n', '\n')).join('\n=====\n'));
    expect(1).toBe(1);
  }, 120_000);
});
