import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { GatewayConfig } from '../../../../gateway/config.ts';
import { startGateway, type RunningGateway } from '../../../../gateway/gateway.ts';
import { createLogger } from '../../../../platform/log.ts';
import { whileOthersAsk } from '../../../testkit/others-served.ts';
import { startTestRegistry, type TestRegistry } from '../../../testkit/registry.ts';
import { baseConfig } from '../running-gateway.ts';
import { LiveSubgraph } from './live-subgraphs.ts';

const ref = 'amtgraph@prod';
const offices = new LiveSubgraph('offices');
const services = new LiveSubgraph('services');
let folder: string;
let registry: TestRegistry;
let agency: string;
let settings: Partial<GatewayConfig>;
let gateway: RunningGateway | undefined;

/** Publishes a version of a subgraph; gives the time at which it was launched, and the launch. */
async function publish(
  subgraph: LiveSubgraph,
  name: string,
  fields: number,
): Promise<{ at: number; counter: number; id: string }> {
  const { data, errors } = await registry.ask(
    agency,
    `mutation ($ref: ID!, $subgraphs: [SubgraphInput!]!) { publishSubgraphs(ref: $ref, subgraphs: $subgraphs) {
       accepted launch { id counter } errors { message } checks { results { name status findings { severity message why } } } } }`,
    { ref, subgraphs: [{ name, url: subgraph.url, sdl: subgraph.sdl(fields) }] },
  );
  if (!data?.publishSubgraphs?.accepted) throw new Error(JSON.stringify(errors ?? data));
  return { at: Date.now(), ...data.publishSubgraphs.launch };
}

async function start(more: Partial<GatewayConfig> = {}): Promise<void> {
  const config = { ...(await baseConfig(folder)), ...settings, ...more };
  gateway = await startGateway(config, createLogger({ process: 'gateway', level: 'silent' }));
}

async function ask(query: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${gateway?.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, text: await response.text() };
}

/** An operation that is not valid is answered with 200 as well, to those who accept `application/json`. */
const knows = async (field: string): Promise<boolean> =>
  !(await ask(`{ offices { ${field} } }`)).text.includes('"errors"');

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await isSo()); await sleep(10)) {
    if (Date.now() > end) throw new Error('Expected this within 60 s.');
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-and-gateway-'));
  await Promise.all([offices.start(), services.start()]);
  registry = await startTestRegistry({ publicRootFields: ['Query.offices', 'Query.services'] });
  agency = await registry.token('chemnitz');
  await publish(offices, 'offices', 0);
  await publish(services, 'services', 0);
  settings = {
    NODE_ENV: 'development',
    REGISTRY_URL: registry.url,
    REGISTRY_GRAPH: ref,
    REGISTRY_TOKEN: await registry.token(null, 'GATEWAY'),
    REGISTRY_KEYS: await (await fetch(`${registry.url}/.well-known/jwks.json`)).text(),
    SUPERGRAPH_CACHE: join(folder, 'supergraph'),
    OPERATIONS: 'open',
    USAGE_SECONDS: 0,
  };
}, 300_000);
afterEach(async () => {
  await gateway?.shutdown.close();
  gateway = undefined;
});
afterAll(async () => {
  await registry?.close();
  await Promise.all([offices.close(), services.close()]);
  await rm(folder, { recursive: true });
}, 120_000);

const kept = () => join(folder, 'supergraph', `${ref}.json`);

describe('A gateway that follows a registry', () => {
  test('serves what is published under load, without a restart and without a failed request', async () => {
    await start();
    const done = new AbortController();
    const failed: string[] = [];
    let answered = 0;
    const load = Array.from({ length: 4 }, async () => {
      while (!done.signal.aborted) {
        const { status, text } = await ask('{ offices { id title } services { title } }');
        answered += 1;
        if (status !== 200 || text.includes('"errors"')) failed.push(text);
      }
    });
    for (const fields of [1, 2, 3]) {
      await publish(offices, 'offices', fields);
      await until(() => knows(`extra${fields - 1}`));
    }
    done.abort();
    await Promise.all(load);
    expect(failed).toEqual([]);
    expect(answered).toBeGreaterThan(50);
  }, 240_000);

  test('goes back with the registry to an earlier launch', async () => {
    await publish(offices, 'offices', 3);
    await publish(offices, 'offices', 4);
    await start();
    expect(await knows('extra3')).toBe(true);
    const { data, errors } = await registry.ask(registry.root, `mutation { rollback(ref: "${ref}") { counter } }`);
    expect(errors).toBeUndefined();
    expect(data.rollback.counter).toBeGreaterThan(4);
    await until(async () => !(await knows('extra3')));
    expect(await knows('extra2')).toBe(true);
  }, 240_000);

  test('reports what is used, so that the registry refuses to take it away', async () => {
    await publish(offices, 'offices', 6);
    await start({ USAGE_SECONDS: 3_600 });
    for (let request = 0; request < 5; request += 1) expect(await knows('extra5')).toBe(true);
    await gateway?.shutdown.close();
    await expect(publish(offices, 'offices', 5)).rejects.toThrow(/In 30 days 5 requests used it/);
  }, 240_000);

  test('does not ask subgraphs whose routing URL leads inside, where it is not told that it may', async () => {
    await start({ NODE_ENV: 'production' });
    const small = async () => expect((await ask('{ __typename }')).text).toBe('{"data":{"__typename":"Query"}}');
    const { text } = await whileOthersAsk(small, () => ask('{ offices { title } }'));
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] });
    await gateway?.shutdown.close();
    await start({ NODE_ENV: 'production', SUBGRAPH_HOSTS: [new URL(offices.url).host] });
    expect((await ask('{ offices { title } }')).text).toBe('{"data":{"offices":{"title":"offices"}}}');
    expect((await ask('{ services { title } }')).text).toContain('SUBGRAPH_UNAVAILABLE');
  }, 240_000);

  test('goes on when the registry is gone, and starts again without it from what it kept', async () => {
    await start();
    await until(() => readFile(kept(), 'utf8').then(Boolean, () => false));
    await registry.close();
    expect(await knows('title')).toBe(true);
    await gateway?.shutdown.close();
    await start();
    expect(await knows('title')).toBe(true);
    await gateway?.shutdown.close();

    const text = await readFile(kept(), 'utf8');
    await writeFile(kept(), text.replace('How it is called', 'How it is named'));
    await expect(start()).rejects.toThrow();
    gateway = undefined;
    await writeFile(kept(), text);
    await start();
    expect(await knows('title')).toBe(true);
  }, 120_000);
});
